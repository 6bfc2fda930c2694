import { Button, Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AccountOut } from "@/client/types.gen";
import { useToasts } from "@/data/toasts";
import { Password } from "@/parts/Password";
import { Refused } from "@/parts/Refused";
import { faultOf } from "@/parts/useErrorWords";
import { useText } from "@/text";
import classes from "./Panel.module.css";
import { passwordFault } from "./passwords";
import { useChangeAccount } from "./useAccounts";

interface NewPasswordProps {
  account: AccountOut;
  opened: boolean;
  onClose: () => void;
}

/** Gives somebody who forgot theirs another password. */
export function NewPassword({ account, opened, onClose }: NewPasswordProps) {
  const text = useText();
  const words = text.settings.access;
  const toasts = useToasts();
  const changing = useChangeAccount(account);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const fault = passwordFault(text, password);
  const close = (): void => {
    setPassword("");
    setTried(false);
    changing.reset();
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (fault !== undefined) return;
    changing.mutate(
      { password },
      {
        onSuccess: () => {
          toasts.told(words.passwordSet(account.name));
          close();
        },
      },
    );
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.setPasswordFor(account.name)}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <form className={classes.dialog} onSubmit={submit} noValidate>
        <Password
          data-autofocus
          label={words.fresh}
          description={words.freshHelp}
          autoComplete="new-password"
          value={password}
          error={(tried && fault) || faultOf(changing.error, "password")}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused error={changing.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={changing.isPending}>
            {text.common.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
