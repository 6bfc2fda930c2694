import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useState } from "react";
import type { MapOut } from "@/client/types.gen";
import classes from "./Explorer.module.css";
import { FaceCard } from "./FaceCard";
import { Legend } from "./Legend";
import { legendOf } from "./legend";
import { MapChart } from "./MapChart";

const PAUSE_MS = 90; // so that a pointer on its way asks for no portraits

/** The map itself, whose faces are in which colour, and the face that one points at. */
export function Explorer({ map }: { map: MapOut }) {
  const legend = useMemo(() => legendOf(map), [map]);
  const [only, setOnly] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  const [calm] = useDebouncedValue(chosen, PAUSE_MS);
  return (
    <div className={classes.explorer}>
      <MapChart map={map} legend={legend} only={only} chosen={chosen} onChoose={setChosen} />
      <div className={classes.side}>
        <FaceCard map={map} face={map.points[calm]} />
        <Legend map={map} legend={legend} only={only} onOnly={setOnly} />
      </div>
    </div>
  );
}
