import { Button, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AccountOrder } from "@/client/types.gen";
import { useToasts } from "@/data/toasts";
import { Password } from "@/parts/Password";
import { Refused } from "@/parts/Refused";
import { faultOf } from "@/parts/useErrorWords";
import { useText } from "@/text";
import classes from "./Panel.module.css";
import { passwordFault } from "./passwords";
import { ROLES } from "./roles";
import { useCreateAccount } from "./useAccounts";

const EMPTY: AccountOrder = { name: "", password: "", role: "viewer" };

/** Lets somebody in from now on; what was typed stays where it is refused. */
export function AddAccount({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useText();
  const words = text.settings.access;
  const toasts = useToasts();
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const creating = useCreateAccount((account) => {
    toasts.told(words.created(account.name));
    setTyped(EMPTY);
    setTried(false);
    onClose();
  });
  const faults = {
    name: typed.name.trim() === "" ? words.required : undefined,
    password: passwordFault(text, typed.password),
  };
  const type = (change: Partial<AccountOrder>): void => {
    setTyped({ ...typed, ...change });
    if (creating.error !== null) creating.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (faults.name === undefined && faults.password === undefined) creating.mutate(typed);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.add}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <form className={classes.dialog} onSubmit={submit} noValidate>
        <TextInput
          data-autofocus
          label={words.name}
          description={words.nameHelp}
          autoComplete="off"
          maxLength={64}
          value={typed.name}
          error={(tried && faults.name) || faultOf(creating.error, "name")}
          onChange={(event) => type({ name: event.currentTarget.value })}
        />
        <Password
          label={words.initial}
          description={words.freshHelp}
          autoComplete="new-password"
          value={typed.password}
          error={(tried && faults.password) || faultOf(creating.error, "password")}
          onChange={(event) => type({ password: event.currentTarget.value })}
        />
        <Radio.Group
          label={words.role}
          value={typed.role}
          onChange={(role) => type({ role: role as AccountOrder["role"] })}
        >
          <Stack gap="xs" mt={6}>
            {ROLES.map((role) => (
              <Radio
                key={role}
                value={role}
                label={words.roles[role]}
                description={words.roleHelp[role]}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Refused error={creating.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={creating.isPending}>
            {words.create}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
