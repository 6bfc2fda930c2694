import { ActionIcon, Button } from "@mantine/core";
import { Download, Eye, EyeOff, Merge, X } from "lucide-react";
import type { PersonOut } from "@/client/types.gen";
import { ActionBar } from "@/parts/person/ActionBar";
import { useDownloadPeople } from "@/parts/person/useDownloadPeople";
import { useHidePeople } from "@/parts/person/usePersonEdits";
import { useText } from "@/text";

interface SelectionBarProps {
  people: readonly PersonOut[];
  onMerge: () => void;
  onEnd: () => void;
}

/** What can be done with the people that are selected. */
export function SelectionBar({ people, onMerge, onEnd }: SelectionBarProps) {
  const text = useText();
  const words = text.people.selection;
  const hide = useHidePeople();
  const download = useDownloadPeople();
  const areHidden = people.length > 0 && people.every((person) => person.hidden);
  const none = people.length === 0;
  return (
    <ActionBar label={words.label} count={words.count(people.length)}>
      <Button
        variant="light"
        leftSection={<Merge size={16} aria-hidden="true" />}
        disabled={people.length < 2}
        onClick={onMerge}
      >
        {words.merge}
      </Button>
      <Button
        variant="default"
        disabled={none}
        leftSection={
          areHidden ? <Eye size={16} aria-hidden="true" /> : <EyeOff size={16} aria-hidden="true" />
        }
        onClick={() => {
          hide.mutate({ people, hidden: !areHidden });
          onEnd();
        }}
      >
        {areHidden ? words.show : words.hide}
      </Button>
      <Button
        variant="default"
        disabled={none}
        loading={download.isPending}
        leftSection={<Download size={16} aria-hidden="true" />}
        onClick={() => download.mutate(people.map((person) => person.person))}
      >
        {words.zip}
      </Button>
      <ActionIcon size={36} aria-label={words.end} onClick={onEnd}>
        <X size={18} aria-hidden="true" />
      </ActionIcon>
    </ActionBar>
  );
}
