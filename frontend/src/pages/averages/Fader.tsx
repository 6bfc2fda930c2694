import { SegmentedControl, Slider } from "@mantine/core";
import { type PointerEvent, useState } from "react";
import type { AverageOut } from "@/client/types.gen";
import { averagePicture } from "@/data/pictures";
import { variables } from "@/lib/variables";
import { AverageImage } from "@/parts/average/AverageImage";
import { useFormat, useText } from "@/text";
import classes from "./Fader.module.css";

type Way = "wipe" | "fade";

interface FaderProps {
  one: AverageOut;
  other: AverageOut;
}

/** Two averages one over the other: a slider, or a finger on the picture, goes between them. */
export function Fader({ one, other }: FaderProps) {
  const text = useText();
  const format = useFormat();
  const words = text.averages.compare;
  const [at, setAt] = useState(50);
  const [way, setWay] = useState<Way>("wipe");
  // Left of the line is the first one; fading, the first one is at the left end.
  const share = (way === "wipe" ? at : 100 - at) / 100;
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.type === "pointermove" && event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const place = (100 * (event.clientX - box.left)) / box.width;
    setAt(Math.round(Math.min(100, Math.max(0, place))));
  };
  return (
    <div className={classes.fader}>
      <div
        className={classes.stage}
        data-way={way}
        style={variables({ "--at": `${at}%`, "--share": share })}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
      >
        <Layer average={other} />
        <div className={classes.over}>
          <Layer average={one} />
        </div>
        {way === "wipe" && <span className={classes.line} aria-hidden="true" />}
      </div>
      <Slider
        value={at}
        onChange={setAt}
        label={null}
        size={6}
        thumbSize={24}
        thumbLabel={words.slider(one.title, other.title)}
        thumbProps={{
          "aria-valuetext": words.shows(format.percent(share), one.title),
        }}
        styles={{ bar: { background: "transparent" } }}
      />
      <div className={classes.ends} aria-hidden="true">
        <span>{one.title}</span>
        <span>{other.title}</span>
      </div>
      <SegmentedControl
        aria-label={words.ways}
        value={way}
        onChange={(value) => setWay(value as Way)}
        data={[
          { value: "wipe", label: words.wipe },
          { value: "fade", label: words.fade },
        ]}
      />
    </div>
  );
}

function Layer({ average: { average, made, title } }: { average: AverageOut }) {
  const text = useText();
  if (made === null) return null;
  return <AverageImage first src={averagePicture(average, made)} alt={text.averages.alt(title)} />;
}
