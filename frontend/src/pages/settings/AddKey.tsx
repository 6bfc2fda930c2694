import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { listKeysQueryKey } from "@/client/@tanstack/react-query.gen";
import { createKey } from "@/client/sdk.gen";
import type { KeyOrder } from "@/client/types.gen";
import { useSession } from "@/data/session";
import { Command } from "@/parts/Command";
import { Refused } from "@/parts/Refused";
import { faultOf } from "@/parts/useErrorWords";
import { useText } from "@/text";
import classes from "./Panel.module.css";
import { SCOPES, scopesUpTo } from "./roles";

const DAYS = ["30", "90", "365", "forever"] as const;
type Days = (typeof DAYS)[number];

/** Makes a key, and shows its secret this once. */
export function AddKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useText();
  const words = text.settings.keys;
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: async (order: KeyOrder) => (await createKey({ body: order })).data,
    onSuccess: () => queries.invalidateQueries({ queryKey: listKeysQueryKey() }),
    gcTime: 0, // the secret is not kept
  });
  const close = (): void => {
    making.reset();
    onClose();
  };
  const made = making.data;
  return (
    <Modal
      opened={opened}
      onClose={close}
      // A click beside it would lose the secret for good.
      closeOnClickOutside={made === undefined}
      title={made === undefined ? words.add : words.made}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      {made === undefined ? (
        <Form
          pending={making.isPending}
          error={making.error}
          onCancel={close}
          onOrder={making.mutate}
        />
      ) : (
        <div className={classes.dialog} aria-live="polite">
          <p className={classes.note}>{words.madeHelp}</p>
          <Command label={words.secret}>{made.secret}</Command>
          <div className={classes.buttons}>
            <Button onClick={close}>{words.kept}</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

interface FormProps {
  pending: boolean;
  error: unknown;
  onCancel: () => void;
  onOrder: (order: KeyOrder) => void;
}

function Form({ pending, error, onCancel, onOrder }: FormProps) {
  const text = useText();
  const words = text.settings.keys;
  const session = useSession();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<KeyOrder["scope"]>("read");
  const [days, setDays] = useState<Days>("365");
  const [tried, setTried] = useState(false);
  const fault = name.trim() === "" ? text.settings.access.required : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (fault !== undefined) return;
    onOrder({ name: name.trim(), scope, days: days === "forever" ? null : Number(days) });
  };
  return (
    <form className={classes.dialog} onSubmit={submit} noValidate>
      <TextInput
        data-autofocus
        label={words.name}
        placeholder={words.namePlaceholder}
        autoComplete="off"
        maxLength={200}
        value={name}
        error={(tried && fault) || faultOf(error, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={words.scope}
        value={scope}
        data={scopesUpTo(session.state === "known" ? session.scope : "read").map((known) => ({
          value: known,
          label: words.scopes[known],
        }))}
        onChange={(event) => setScope(SCOPES.find((known) => known === event.currentTarget.value))}
      />
      <NativeSelect
        label={words.days}
        value={days}
        data={DAYS.map((known) => ({ value: known, label: words.daysChoices[known] }))}
        onChange={(event) =>
          setDays(DAYS.find((known) => known === event.currentTarget.value) ?? "365")
        }
      />
      <Refused error={error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          {text.common.cancel}
        </Button>
        <Button type="submit" loading={pending}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
