import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getLibraryOptions, listModelsOptions } from "@/client/@tanstack/react-query.gen";
import type { ModelOut } from "@/client/types.gen";
import { Command } from "@/parts/Command";
import { lookedUp } from "@/parts/job/words";
import { Section } from "@/parts/Section";
import { Troubled } from "@/parts/Troubled";
import { useFormat, useText } from "@/text";
import classes from "./Models.module.css";
import { Tag } from "./Rows";

/** What finds faces and tells them apart, and the terms it comes under. */
export function Models() {
  const text = useText();
  const words = text.settings.models;
  const asked = useQuery(listModelsOptions());
  const library = useQuery(getLibraryOptions());
  const used = new Set([library.data?.detector, library.data?.embedder]);
  const here = asked.data?.filter((model) => model.installed) ?? [];
  const others = asked.data?.filter((model) => !model.installed) ?? [];
  return (
    <Section title={text.settings.tabs.models} about={words.about}>
      {asked.error !== null ? (
        <Troubled error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Skeleton height={360} radius="lg" />
      ) : (
        <>
          <ul className={classes.models}>
            {here.map((model) => (
              <Model key={model.model} model={model} used={used.has(model.model)} />
            ))}
          </ul>
          {others.length > 0 && (
            <details className={classes.others}>
              <summary>{words.more(others.length)}</summary>
              <ul className={classes.models}>
                {others.map((model) => (
                  <Model key={model.model} model={model} used={used.has(model.model)} />
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </Section>
  );
}

function Model({ model, used }: { model: ModelOut; used: boolean }) {
  const text = useText();
  const format = useFormat();
  const words = text.settings.models;
  return (
    <li className={classes.model}>
      <div className={classes.head}>
        <h3 className={classes.name}>{model.model}</h3>
        {used && <Tag tone="good">{words.inUse}</Tag>}
        {!model.installed && <Tag>{words.notHere}</Tag>}
        <span className={classes.task}>{lookedUp(words.tasks, model.task) ?? model.task}</span>
      </div>
      <dl className={classes.facts}>
        <dt>{words.weights}</dt>
        <dd>{model.weights_licence}</dd>
        <dt>{words.data}</dt>
        <dd>{model.data_licence}</dd>
        <dt>{words.source}</dt>
        <dd>{model.source}</dd>
        <dt>{words.size}</dt>
        <dd>{format.bytes(model.bytes)}</dd>
      </dl>
      {!model.installed && (
        <Command label={words.pull}>{`likeness models pull ${model.model}`}</Command>
      )}
    </li>
  );
}
