import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  Calendar,
  Camera,
  Download,
  Ellipsis,
  Folder,
  ImageIcon,
  Link2,
  type LucideIcon,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";
import { listSourcesOptions } from "@/client/@tanstack/react-query.gen";
import type { FaceOut, PhotoOut, PlaceOut } from "@/client/types.gen";
import { original } from "@/data/pictures";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import { type FaceActions, FaceMenu } from "./FaceMenu";
import classes from "./InfoPanel.module.css";
import { Panel } from "./Panel";

interface InfoPanelProps {
  photo: PhotoOut;
  /** Those that count; undefined: not loaded yet. */
  faces: readonly FaceOut[] | undefined;
  /** How many were detected that do not count. */
  more: number;
  actions: FaceActions;
  onDetections: () => void;
  onCopy: () => void;
  /** Null: not allowed. */
  onForget: (() => void) | null;
  onClose: () => void;
}

/** All that is known of a photo. */
export function InfoPanel(props: InfoPanelProps) {
  const { photo, onCopy, onForget, onClose } = props;
  const { lightbox } = useText();
  const text = lightbox.info;
  const format = useFormat();
  const megapixels = format.number(Math.round((photo.width * photo.height) / 1e5) / 10);
  return (
    <Panel title={text.title} onClose={onClose}>
      <dl className={classes.facts}>
        <Fact icon={Calendar} name={text.taken}>
          {photo.taken === null ? text.noDate : format.moment(photo.taken)}
        </Fact>
        <Fact icon={Camera} name={text.camera}>
          {photo.camera ?? text.noCamera}
        </Fact>
        <Fact icon={ImageIcon} name={text.size}>
          {text.pixels(photo.width, photo.height)}
          <span>
            {text.megapixels(megapixels)} · {format.bytes(photo.bytes)}
          </span>
        </Fact>
        <Fact icon={Folder} name={text.where}>
          <Places places={photo.places} />
        </Fact>
      </dl>
      <People {...props} />
      <div className={classes.actions}>
        <Button
          component="a"
          href={original(photo.photo, true)}
          download
          variant="default"
          disabled={photo.missing}
          leftSection={<Download size={16} aria-hidden="true" />}
        >
          {lightbox.download}
        </Button>
        <Button
          variant="default"
          leftSection={<Link2 size={16} aria-hidden="true" />}
          onClick={onCopy}
        >
          {lightbox.copyLink}
        </Button>
        {onForget !== null && (
          <Button
            variant="subtle"
            color="red"
            c="var(--bad)"
            leftSection={<Trash2 size={16} aria-hidden="true" />}
            onClick={onForget}
          >
            {text.forget}
          </Button>
        )}
      </div>
    </Panel>
  );
}

function Fact({
  icon: Icon,
  name,
  children,
}: {
  icon: LucideIcon;
  name: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt>
        <Icon size={18} strokeWidth={1.8} aria-hidden="true" />
        <span>{name}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function Places({ places }: { places: readonly PlaceOut[] }) {
  const text = useText().lightbox.info;
  const sources = useQuery(listSourcesOptions());
  if (places.length === 0) return text.nowhere;
  return places.map((place) => {
    const source = sources.data?.find((known) => known.source === place.source);
    return (
      <span key={`${place.source}:${place.path}`} className={classes.place}>
        {place.path}
        {source !== undefined && <small>{source.uri}</small>}
      </span>
    );
  });
}

function People({ faces, more, actions, onDetections }: InfoPanelProps) {
  const text = useText().lightbox.info;
  return (
    <section className={classes.people}>
      <h3>{text.people}</h3>
      {faces === undefined ? (
        <Skeleton height={48} radius="md" />
      ) : faces.length === 0 ? (
        <p>{text.nobody}</p>
      ) : (
        <ul>
          {faces.map((face, index) => (
            <Person key={face.face} face={face} number={index + 1} actions={actions} />
          ))}
        </ul>
      )}
      {more > 0 && (
        <p>
          {text.noneCounts(more)}{" "}
          <button type="button" onClick={onDetections}>
            {text.lookAtThem}
          </button>
        </p>
      )}
    </section>
  );
}

interface PersonProps {
  face: FaceOut;
  number: number;
  actions: FaceActions;
}

function Person({ face, number, actions }: PersonProps) {
  const { lightbox, common } = useText();
  const text = lightbox.face;
  const who = face.name ?? text.nameless(number);
  const portrait = <Portrait of={{ face: face.face }} side={128} alt="" round />;
  return (
    <li>
      {face.person === null ? (
        <span className={classes.person}>
          {portrait}
          <Asking face={face} actions={actions} label={`${text.ask} ${text.nameless(number)}`} />
        </span>
      ) : (
        <Link to="/people/$person" params={{ person: face.person }} className={classes.person}>
          {portrait}
          <span>{face.name ?? common.unnamed}</span>
        </Link>
      )}
      {face.person !== null && face.name === null && (
        <Asking face={face} actions={actions} label={`${text.ask} ${text.nameless(number)}`} />
      )}
      <FaceMenu face={face} actions={actions}>
        <button type="button" className={classes.more} aria-label={text.more(who)}>
          <Ellipsis size={18} aria-hidden="true" />
        </button>
      </FaceMenu>
    </li>
  );
}

function Asking({ face, actions, label }: { face: FaceOut; actions: FaceActions; label: string }) {
  const { ask, unknown } = useText().lightbox.face;
  if (actions.edit === null) return <span>{face.person === null ? unknown : ""}</span>;
  return (
    <Button size="compact-md" variant="light" aria-label={label} onClick={() => actions.ask(face)}>
      {ask}
    </Button>
  );
}
