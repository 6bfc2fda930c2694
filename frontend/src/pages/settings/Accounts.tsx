import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { listAccountsOptions } from "@/client/@tanstack/react-query.gen";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import { Account } from "./Account";
import { AddAccount } from "./AddAccount";
import { Listed } from "./Listed";

/** Everybody who may log in; for owners. */
export function Accounts() {
  const words = useText().settings.access;
  const [adding, add] = useDisclosure(false);
  const asked = useQuery(listAccountsOptions());
  return (
    <Section
      title={words.people}
      about={words.about}
      actions={
        <Button leftSection={<UserPlus size={16} aria-hidden="true" />} onClick={add.open}>
          {words.add}
        </Button>
      }
    >
      <Listed asked={asked} none={words.none}>
        {(account) => <Account key={account.account} account={account} />}
      </Listed>
      <AddAccount opened={adding} onClose={add.close} />
    </Section>
  );
}
