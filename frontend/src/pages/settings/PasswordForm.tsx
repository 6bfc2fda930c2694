import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { getSessionQueryKey } from "@/client/@tanstack/react-query.gen";
import { changePassword } from "@/client/sdk.gen";
import { ApiError } from "@/data/api";
import { useSession } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { Password } from "@/parts/Password";
import { Refused } from "@/parts/Refused";
import { faultOf } from "@/parts/useErrorWords";
import { useText } from "@/text";
import classes from "./Panel.module.css";
import { passwordFault, repetitionFault } from "./passwords";

const EMPTY = { old: "", fresh: "", again: "" };

/** Changes one's own password; what was typed stays where it is refused. */
export function PasswordForm() {
  const text = useText();
  const words = text.settings.access;
  const toasts = useToasts();
  const queries = useQueryClient();
  const session = useSession();
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const changing = useMutation({
    mutationFn: async () =>
      (await changePassword({ body: { old: typed.old, new: typed.fresh } })).data,
    onSuccess: (answer) => {
      queries.setQueryData(getSessionQueryKey(), answer);
      toasts.told(words.changed);
      setTyped(EMPTY);
      setTried(false);
    },
  });
  const faults = {
    old: typed.old === "" ? words.required : undefined,
    fresh: passwordFault(text, typed.fresh),
    again: repetitionFault(text, typed.fresh, typed.again),
  };
  const wrong = changing.error instanceof ApiError && changing.error.status === 401;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.values(faults).every((fault) => fault === undefined)) changing.mutate();
  };
  const type = (change: Partial<typeof EMPTY>): void => {
    setTyped({ ...typed, ...change });
    changing.reset();
  };
  return (
    <form className={classes.card} onSubmit={submit} noValidate>
      <h3 className={classes.title}>{words.password}</h3>
      <div className={classes.form}>
        {/* Password managers keep the new one under this name. */}
        <input
          type="text"
          autoComplete="username"
          value={session.state === "known" ? session.who : ""}
          readOnly
          hidden
        />
        <Password
          label={words.old}
          autoComplete="current-password"
          value={typed.old}
          error={(tried && faults.old) || (wrong && words.wrongOld)}
          onChange={(event) => type({ old: event.currentTarget.value })}
        />
        <Password
          label={words.fresh}
          description={words.freshHelp}
          autoComplete="new-password"
          value={typed.fresh}
          error={(tried && faults.fresh) || faultOf(changing.error, "new")}
          onChange={(event) => type({ fresh: event.currentTarget.value })}
        />
        <Password
          label={words.again}
          autoComplete="new-password"
          value={typed.again}
          error={tried && faults.again}
          onChange={(event) => type({ again: event.currentTarget.value })}
        />
        {!wrong && <Refused error={changing.error} />}
        <div>
          <Button type="submit" loading={changing.isPending}>
            {words.change}
          </Button>
        </div>
      </div>
    </form>
  );
}
