import { ActionIcon, Menu, NativeSelect } from "@mantine/core";
import { EllipsisVertical, KeyRound, LogIn, Trash2, UserRound, UserX } from "lucide-react";
import { useState } from "react";
import type { AccountOut } from "@/client/types.gen";
import { useSession } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { Sure } from "@/parts/Sure";
import { useFormat, useText } from "@/text";
import { NewPassword } from "./NewPassword";
import { Row, Tag } from "./Rows";
import { ROLES } from "./roles";
import { useChangeAccount, useRemoveAccount } from "./useAccounts";

type Asking = "password" | "remove" | null;

/** Somebody who may log in: what they may do, and what an owner can change. */
export function Account({ account }: { account: AccountOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.settings.access;
  const toasts = useToasts();
  const session = useSession();
  const [asking, ask] = useState<Asking>(null);
  const changing = useChangeAccount(account);
  const removing = useRemoveAccount(account);
  const { name } = account;
  const self = session.state === "known" && session.account === account.account;
  return (
    <Row
      icon={<UserRound size={19} aria-hidden="true" />}
      title={
        <>
          {name}
          {self && <Tag>{words.you}</Tag>}
          {account.disabled && <Tag tone="bad">{words.shut}</Tag>}
        </>
      }
      actions={
        <>
          <NativeSelect
            aria-label={words.roleOf(name)}
            value={account.role}
            data={ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
            onChange={(event) => {
              const role = ROLES.find((known) => known === event.currentTarget.value);
              if (role === undefined) return;
              changing.mutate(
                { role },
                {
                  onSuccess: () => toasts.told(words.roleChanged(name, words.roles[role])),
                  onError: toasts.failed,
                },
              );
            }}
          />
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size={40} aria-label={words.actionsFor(name)}>
                <EllipsisVertical size={18} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<KeyRound size={15} />} onClick={() => ask("password")}>
                {words.setPassword}
              </Menu.Item>
              <Menu.Item
                leftSection={account.disabled ? <LogIn size={15} /> : <UserX size={15} />}
                onClick={() =>
                  changing.mutate(
                    { disabled: !account.disabled },
                    {
                      onSuccess: () =>
                        toasts.told(account.disabled ? words.enabled(name) : words.disabled(name)),
                      onError: toasts.failed,
                    },
                  )
                }
              >
                {account.disabled ? words.enable : words.disable}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<Trash2 size={15} />}
                onClick={() => ask("remove")}
              >
                {words.remove}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <NewPassword account={account} opened={asking === "password"} onClose={() => ask(null)} />
          <Sure
            opened={asking === "remove"}
            onClose={() => ask(null)}
            title={words.removeSure(name)}
            help={words.removeHelp}
            deed={words.remove}
            pending={removing.isPending}
            onYes={() =>
              removing.mutate(undefined, {
                onSuccess: () => toasts.told(words.removed(name)),
                onError: toasts.failed,
                onSettled: () => ask(null),
              })
            }
          />
        </>
      }
    >
      <span>{words.roleHelp[account.role]}</span>
      <span>{account.seen === null ? words.never : words.seen(format.ago(account.seen))}</span>
    </Row>
  );
}
