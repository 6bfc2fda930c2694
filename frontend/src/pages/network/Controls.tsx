import { Slider, Switch, useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import type { NetworkOut } from "@/client/types.gen";
import { useFormat, useText } from "@/text";
import classes from "./Controls.module.css";
import { countFrom, type Graph, rangeOf } from "./graph";
import { oneIn } from "./likeness";
import { colourOf } from "./palette";

const SAMPLE = [0, 1, 2]; // groups whose colours stand for all

interface ControlsProps {
  network: NetworkOut;
  graph: Graph;
  threshold: number;
  onThreshold: (threshold: number) => void;
  isTogether: boolean;
  onTogether: (isShown: boolean) => void;
}

/** From which likeness on there is an edge, and what that means. */
export function Controls(props: ControlsProps) {
  const { network, graph, threshold, onThreshold, isTogether, onTogether } = props;
  const text = useText();
  const format = useFormat();
  const words = text.network;
  const isDark = useComputedColorScheme() === "dark";
  const range = useMemo(() => rangeOf(graph.alike), [graph]);
  const shown = countFrom(graph.alike, threshold);
  const { scale } = network;
  const strangers = oneIn(scale.false_match_rate);
  const mark = range !== null && scale.minimum >= range[0] && scale.minimum <= range[1];
  return (
    <section className={classes.controls} aria-label={words.controls}>
      <div className={classes.head}>
        <h2 className={classes.title}>{words.threshold}</h2>
        <p className={classes.count} role="status">
          {words.shownEdges(shown, graph.alike.length)}
        </p>
      </div>
      {range !== null && (
        <div className={classes.slider}>
          <Slider
            thumbLabel={words.threshold}
            min={range[0]}
            max={range[1]}
            step={range[1] - range[0] > 0.2 ? 0.01 : 0.001}
            value={threshold}
            onChange={onThreshold}
            label={format.number}
            marks={mark ? [{ value: scale.minimum, label: words.mark }] : []}
          />
        </div>
      )}
      <div>
        <p className={classes.says}>
          {strangers === null
            ? words.markUnknown(format.number(scale.minimum))
            : words.markMeans(format.number(scale.minimum), format.number(strangers))}
        </p>
        <details className={classes.source}>
          <summary>{words.source}</summary>
          {scale.source}
        </details>
      </div>
      {network.of === "people" && (
        <Switch
          label={words.together}
          description={words.togetherHelp(graph.together.length)}
          checked={isTogether}
          onChange={(event) => onTogether(event.currentTarget.checked)}
        />
      )}
      <ul className={classes.key}>
        <li>
          <span className={classes.dots} aria-hidden="true">
            {SAMPLE.slice(0, graph.communities).map((group) => (
              <span key={group} style={{ background: colourOf(group, isDark) }} />
            ))}
          </span>
          {words.groups(graph.communities)}
        </li>
        <li>
          <span className={classes.line} aria-hidden="true" />
          {words.alikeLine}
        </li>
        {isTogether && (
          <li>
            <span className={classes.line} data-dashed aria-hidden="true" />
            {words.togetherLine}
          </li>
        )}
      </ul>
    </section>
  );
}
