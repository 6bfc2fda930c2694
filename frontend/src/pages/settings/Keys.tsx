import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { listKeysOptions, listKeysQueryKey } from "@/client/@tanstack/react-query.gen";
import { revokeKey } from "@/client/sdk.gen";
import type { KeyOut } from "@/client/types.gen";
import { useToasts } from "@/data/toasts";
import { Section } from "@/parts/Section";
import { Sure } from "@/parts/Sure";
import { useFormat, useText } from "@/text";
import { AddKey } from "./AddKey";
import { Listed } from "./Listed";
import { Row, Tag } from "./Rows";

/** What programs come in with: one's own keys; owners see all. */
export function Keys() {
  const text = useText();
  const words = text.settings.keys;
  const [adding, add] = useDisclosure(false);
  const asked = useQuery(listKeysOptions());
  return (
    <Section
      title={text.settings.tabs.keys}
      about={words.about}
      actions={
        <Button leftSection={<KeyRound size={16} aria-hidden="true" />} onClick={add.open}>
          {words.add}
        </Button>
      }
    >
      <Listed
        asked={asked}
        none={
          <>
            {words.none}. {words.noneHelp}
          </>
        }
      >
        {(key) => <Key key={key.key} of={key} />}
      </Listed>
      <AddKey opened={adding} onClose={add.close} />
    </Section>
  );
}

function Key({ of: key }: { of: KeyOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.settings.keys;
  const toasts = useToasts();
  const queries = useQueryClient();
  const [asking, ask] = useState(false);
  const revoking = useMutation({
    mutationFn: () => revokeKey({ path: { key: key.key } }),
    onSuccess: () => toasts.told(words.revoked(key.name)),
    onError: toasts.failed,
    onSettled: () => {
      ask(false);
      return queries.invalidateQueries({ queryKey: listKeysQueryKey() });
    },
  });
  const over = key.expires !== null && Date.parse(key.expires) < Date.now();
  return (
    <Row
      icon={<KeyRound size={18} aria-hidden="true" />}
      title={
        <>
          {key.name}
          <Tag>{words.scopes[key.scope]}</Tag>
          {over && <Tag tone="bad">{words.expired}</Tag>}
        </>
      }
      actions={
        <>
          <Button
            variant="default"
            aria-label={words.revokeNamed(key.name)}
            onClick={() => ask(true)}
          >
            {words.revoke}
          </Button>
          <Sure
            opened={asking}
            onClose={() => ask(false)}
            title={words.revokeSure(key.name)}
            help={words.revokeHelp}
            deed={words.revoke}
            pending={revoking.isPending}
            onYes={() => revoking.mutate()}
          />
        </>
      }
    >
      <span>{key.used === null ? words.neverUsed : words.used(format.ago(key.used))}</span>
      <span>{key.expires === null ? words.endless : words.expires(format.day(key.expires))}</span>
    </Row>
  );
}
