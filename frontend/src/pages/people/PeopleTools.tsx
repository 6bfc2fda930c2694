import { ActionIcon, Button, CloseButton, Menu, TextInput } from "@mantine/core";
import { CheckCheck, ListFilter, Search } from "lucide-react";
import type { PeopleOrder } from "@/data/peopleView";
import { useText } from "@/text";
import type { Wanted } from "./order";
import classes from "./PeopleTools.module.css";

interface PeopleToolsProps {
  wanted: Wanted;
  onChange: (change: Partial<Wanted>) => void;
  /** Begins to select; null where one may not. */
  onSelect: (() => void) | null;
}

/** Search, order, what is shown, selecting. */
export function PeopleTools({ wanted, onChange, onSelect }: PeopleToolsProps) {
  const text = useText();
  const words = text.people;
  return (
    <>
      <TextInput
        className={classes.search}
        type="search"
        radius="xl"
        aria-label={words.search}
        placeholder={words.searchShort}
        leftSection={<Search size={16} aria-hidden="true" />}
        rightSection={
          wanted.name !== "" && (
            <CloseButton
              size="sm"
              aria-label={words.clearSearch}
              onClick={() => onChange({ name: "" })}
            />
          )
        }
        maxLength={200}
        value={wanted.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        onKeyDown={(event) => event.key === "Escape" && onChange({ name: "" })}
      />
      <Menu position="bottom-end" closeOnItemClick={false} withinPortal>
        <Menu.Target>
          <ActionIcon size={38} variant="default" aria-label={words.view}>
            <ListFilter size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{words.order}</Menu.Label>
          <Menu.RadioGroup
            value={wanted.order}
            onChange={(order) => onChange({ order: order as PeopleOrder })}
          >
            <Menu.RadioItem value="named">{words.namedFirst}</Menu.RadioItem>
            <Menu.RadioItem value="photos">{words.mostPhotos}</Menu.RadioItem>
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.CheckboxItem checked={wanted.hidden} onChange={(hidden) => onChange({ hidden })}>
            {words.showHidden}
          </Menu.CheckboxItem>
        </Menu.Dropdown>
      </Menu>
      {onSelect !== null && (
        <Button
          variant="default"
          className={classes.select ?? ""}
          leftSection={<CheckCheck size={16} aria-hidden="true" />}
          onClick={onSelect}
        >
          {words.select}
        </Button>
      )}
    </>
  );
}
