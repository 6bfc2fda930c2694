import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import type { CSSProperties } from "react";
import type { DetectionsOut } from "@/client/types.gen";
import { drawing } from "@/data/pictures";
import { type Preferences, usePreferences } from "@/data/preferences";
import { useText } from "@/text";
import classes from "./DetectedPanel.module.css";
import { Panel } from "./Panel";
import { LETTERS, lookOf, lookOfFace } from "./palette";
import type { Described } from "./useDescribed";

interface DetectedPanelProps {
  photo: string;
  found: DetectionsOut | undefined;
  described: ReadonlyMap<string, Described>;
  failed: boolean;
  onRetry: () => void;
  active: string | null;
  onActive: (face: string | null) => void;
  onClose: () => void;
}

const PALETTES: readonly Preferences["boxes"][] = ["colour", "colour-blind", "off"];

/** What was detected as a table, and what the boxes say. */
export function DetectedPanel(props: DetectedPanelProps) {
  const { photo, found, failed, onRetry, onClose } = props;
  const { lightbox, common } = useText();
  const text = lightbox.detected;
  return (
    <Panel title={text.title} onClose={onClose}>
      {found !== undefined ? (
        found.faces.length === 0 ? (
          <p className={classes.none}>{text.none}</p>
        ) : (
          <Table {...props} found={found} />
        )
      ) : failed ? (
        <div role="alert">
          <p>{text.failed}</p>
          <Button onClick={onRetry}>{common.retry}</Button>
        </div>
      ) : (
        <Skeleton height={140} radius="md" />
      )}
      <Legend />
      <Button
        component="a"
        href={drawing(photo)}
        download={`${photo.slice(0, 12)}-faces.png`}
        variant="default"
        leftSection={<Download size={16} aria-hidden="true" />}
      >
        {text.download}
      </Button>
    </Panel>
  );
}

function Table({
  found,
  described,
  active,
  onActive,
}: DetectedPanelProps & { found: DetectionsOut }) {
  const text = useText().lightbox.detected;
  const [{ boxes }] = usePreferences();
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>{text.table}</caption>
      <thead>
        <tr>
          <th scope="col">{text.number}</th>
          <th scope="col">{text.face}</th>
          <th scope="col">{text.score}</th>
          <th scope="col">{text.quality}</th>
        </tr>
      </thead>
      <tbody>
        {found.faces.map((face) => {
          const told = described.get(face.face);
          return (
            <tr
              key={face.face}
              data-active={active === face.face || undefined}
              onPointerEnter={() => onActive(face.face)}
              onPointerLeave={() => onActive(null)}
            >
              <th scope="row">
                <Swatch look={lookOfFace(face, boxes)} number={face.number} />
              </th>
              <td>
                {face.person !== null && face.name !== null && (
                  <Link to="/people/$person" params={{ person: face.person }}>
                    {face.name}
                  </Link>
                )}
                <span>{told?.what}</span>
              </td>
              <td>{told?.score}</td>
              <td>{told?.quality ?? ""}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Legend() {
  const text = useText().lightbox.detected;
  const [{ boxes }, change] = usePreferences();
  return (
    <section className={classes.legend}>
      <h3>{text.legend}</h3>
      <ul>
        {LETTERS.map((letter) => (
          <li key={letter}>
            <Swatch look={lookOf(letter, boxes)} />
            {text.legends[letter]}
          </li>
        ))}
      </ul>
      <p>{text.guess}</p>
      <p>{text.scoreHelp}</p>
      <SegmentedControl
        fullWidth
        aria-label={text.palette}
        value={boxes}
        data={PALETTES.map((value) => ({ value, label: text.palettes[value] }))}
        onChange={(value) => change({ boxes: value })}
      />
    </section>
  );
}

function Swatch({ look, number }: { look: ReturnType<typeof lookOf>; number?: number }) {
  return (
    <span
      className={classes.swatch}
      data-line={look.line}
      style={{ "--colour": look.colour } as CSSProperties}
    >
      {number === undefined ? look.letter : `${number} ${look.letter}`}
    </span>
  );
}
