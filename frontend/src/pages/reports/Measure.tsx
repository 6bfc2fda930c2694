import { Button, Modal, NativeSelect, Radio, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { listModelsOptions } from "@/client/@tanstack/react-query.gen";
import { FolderBrowser } from "@/parts/folders/FolderBrowser";
import { useStartJob } from "@/parts/job/useStartJob";
import { Refused } from "@/parts/Refused";
import { useText } from "@/text";
import classes from "./Measure.module.css";
import { COMMANDS, type Command, METRICS, type Measurement, orderOf, USUAL } from "./measurement";

/** Asks for a measurement on labelled photos of the server's machine. */
export function Measure({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useText();
  const words = text.reports;
  const [wanted, setWanted] = useState(USUAL);
  const [tried, setTried] = useState(false);
  const starting = useStartJob();
  const change = (some: Partial<Measurement>): void =>
    setWanted((before) => ({ ...before, ...some }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (wanted.dataset !== "") starting.mutate(orderOf(wanted), { onSuccess: onClose });
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={words.startTitle}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <form className={classes.form} onSubmit={submit}>
        <fieldset className={classes.folder}>
          <legend>{words.dataset}</legend>
          <p className={classes.help}>{words.startHelp}</p>
          <FolderBrowser path={wanted.dataset} onPath={(dataset) => change({ dataset })} />
          <p className={classes.help} aria-live="polite" data-bad={tried && wanted.dataset === ""}>
            {wanted.dataset !== ""
              ? text.settings.folders.chosen(wanted.dataset)
              : tried && words.needsFolder}
          </p>
        </fieldset>
        <Radio.Group
          label={words.command}
          value={wanted.command}
          onChange={(command) => change({ command: command as Command })}
        >
          <Stack gap="xs" mt={6}>
            {COMMANDS.map((command) => (
              <Radio
                key={command}
                value={command}
                label={words.commands[command]}
                description={words.abouts[command]}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Choices wanted={wanted} onChange={change} />
        <Refused error={starting.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={starting.isPending}>
            {words.start}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface ChoicesProps {
  wanted: Measurement;
  onChange: (some: Partial<Measurement>) => void;
}

/** What is usually left as it is. */
function Choices({ wanted, onChange }: ChoicesProps) {
  const words = useText().reports;
  const models = useQuery(listModelsOptions());
  const usual = wanted.command === "grid" ? words.allOfThem : words.asSettings;
  const named = (task: string) => [
    { value: "", label: usual },
    ...(models.data ?? [])
      .filter((model) => model.task === task && model.installed)
      .map(({ model }) => ({ value: model, label: model })),
  ];
  return (
    <details>
      <summary className={classes.summary}>{words.more}</summary>
      <div className={classes.choices}>
        <NativeSelect
          label={words.model}
          value={wanted.model}
          data={named("embed")}
          onChange={(event) => onChange({ model: event.currentTarget.value })}
        />
        <NativeSelect
          label={words.detector}
          value={wanted.detector}
          data={named("detect")}
          onChange={(event) => onChange({ detector: event.currentTarget.value })}
        />
        <NativeSelect
          label={words.metric}
          value={wanted.metric}
          data={METRICS.map((metric) => ({ value: metric, label: words.metrics[metric] }))}
          onChange={(event) => {
            const metric = METRICS.find((known) => known === event.currentTarget.value);
            if (metric !== undefined) onChange({ metric });
          }}
        />
      </div>
    </details>
  );
}
