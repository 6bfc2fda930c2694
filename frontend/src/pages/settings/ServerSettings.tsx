import { Skeleton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { listSettingsOptions } from "@/client/@tanstack/react-query.gen";
import { lookedUp } from "@/parts/job/words";
import { Section } from "@/parts/Section";
import { Troubled } from "@/parts/Troubled";
import { useFormat, useText } from "@/text";
import panel from "./Panel.module.css";
import classes from "./ServerSettings.module.css";
import { bySection, found, type SettingGroup } from "./serverSettings";

/** The settings that hold, with what each means; they are changed where the server is started. */
export function ServerSettings() {
  const text = useText();
  const words = text.settings.server;
  const [typed, setTyped] = useState("");
  const asked = useQuery(listSettingsOptions());
  const meaning = (setting: string): string => lookedUp(words.help, setting) ?? "";
  const groups = bySection(found(asked.data ?? [], typed, meaning));
  return (
    <Section title={text.settings.tabs.server} about={words.about}>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<Search size={16} aria-hidden="true" />}
        className={classes.search}
        size="md"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {asked.error !== null ? (
        <Troubled error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Skeleton height={400} radius="lg" />
      ) : groups.length === 0 ? (
        <p className={panel.none}>{words.nothing}</p>
      ) : (
        groups.map((group) => <Group key={group.section} group={group} meaning={meaning} />)
      )}
    </Section>
  );
}

interface GroupProps {
  group: SettingGroup;
  meaning: (setting: string) => string;
}

function Group({ group, meaning }: GroupProps) {
  const words = useText().settings.server;
  const said = useValueWords();
  return (
    <table className={classes.table}>
      <caption>{lookedUp(words.sections, group.section) ?? group.section}</caption>
      <thead className={classes.head}>
        <tr>
          <th scope="col">{words.setting}</th>
          <th scope="col">{words.value}</th>
        </tr>
      </thead>
      <tbody>
        {group.settings.map(({ setting, value }) => (
          <tr key={setting}>
            <th scope="row">
              <span className={classes.meaning}>{meaning(setting) || setting}</span>
              <code className={classes.name}>{setting}</code>
            </th>
            <td>{said(setting, value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Settings that are so many bytes. */
const BYTES = /(bytes|memory|max_upload|max_body|max_sample)$/;

function useValueWords(): (setting: string, value: unknown) => string {
  const words = useText().settings.server;
  const format = useFormat();
  return (setting, value) => {
    if (typeof value === "boolean") return value ? words.yes : words.no;
    if (typeof value === "number") {
      if (BYTES.test(setting)) return format.bytes(value);
      return setting === "serve.port" ? String(value) : format.number(value);
    }
    if (Array.isArray(value)) return value.length === 0 ? words.empty : value.join(", ");
    return value === "" || value === null ? words.empty : String(value);
  };
}
