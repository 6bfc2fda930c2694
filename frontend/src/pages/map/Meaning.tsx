import { Ban, CircleCheck, Orbit, Scale } from "lucide-react";
import type { MapOut } from "@/client/types.gen";
import { Section } from "@/parts/Section";
import { useFormat, useText } from "@/text";
import classes from "./Meaning.module.css";
import { trustWords } from "./trustWords";

const SIZE = 18;

/** What one may read from the map, and what not. */
export function Meaning({ map }: { map: MapOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.map;
  const { method, perplexity, trustworthiness, points, of } = map;
  const how = [
    words.how(method, perplexity === null ? null : format.number(Math.round(perplexity))),
    points.length < of ? words.sampled(format.number(points.length), text.common.faces(of)) : null,
  ];
  return (
    <Section title={words.means}>
      <ul className={classes.means}>
        <li>
          <CircleCheck size={SIZE} aria-hidden="true" />
          {words.meansNear}
        </li>
        <li>
          <Scale size={SIZE} aria-hidden="true" />
          {trustWords(text, format, trustworthiness)}
        </li>
        <li>
          <Ban size={SIZE} aria-hidden="true" />
          {words.meansFar} {words.meansDecide}
        </li>
        <li>
          <Orbit size={SIZE} aria-hidden="true" />
          {how.filter((part) => part !== null).join(" ")}
        </li>
      </ul>
    </Section>
  );
}
