import { Button, Loader, Portal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { getDetectionsOptions, getPhotoOptions } from "@/client/@tanstack/react-query.gen";
import type { FaceOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { useTitle } from "@/parts/useTitle";
import { useFormat, useText } from "@/text";
import { altOf, companyOf, counts, fileName } from "./alt";
import { Bar } from "./Bar";
import { copy, linkTo } from "./copy";
import { DetectedBoxes } from "./DetectedBoxes";
import { DetectedPanel } from "./DetectedPanel";
import type { FaceActions } from "./FaceMenu";
import { Faces } from "./Faces";
import { ForgetDialog } from "./ForgetDialog";
import { useFaceEdits } from "./faceEdits";
import { CLOSE_ZOOM } from "./geometry";
import { HelpDialog } from "./HelpDialog";
import { InfoPanel } from "./InfoPanel";
import { VIEWER } from "./inViewer";
import type { Command } from "./keys";
import type { LightboxProps } from "./Lightbox";
import { NamePicker } from "./NamePicker";
import { remembered } from "./remembered";
import { Stage } from "./Stage";
import type { Camera } from "./useCamera";
import { useDescribed } from "./useDescribed";
import { useKeys } from "./useKeys";
import { useModal } from "./useModal";
import { useTurns } from "./useTurns";
import classes from "./Viewer.module.css";
import { WhyDialog } from "./WhyDialog";

const NONE: readonly FaceOut[] = [];
const STEP = 1.5; // of zoom, by key or button
const MOVE = 120; // pixels, by key

type Asked = { kind: "who" | "why"; face: FaceOut } | { kind: "forget" | "help" } | null;

/** One photo over the whole window. */
export function Viewer({ sequence, photo: id, onMove, onClose }: LightboxProps) {
  const { lightbox: text, common } = useText();
  const format = useFormat();
  const toasts = useToasts();
  const viewer = useRef<HTMLDivElement>(null);
  const camera = useRef<Camera>(null);
  const turns = useTurns(sequence, id, onMove);
  const [covered] = useState(remembered.covered);
  const [faces, setFaces] = useState(remembered.faces);
  const [panel, setPanel] = useState(remembered.panel);
  const [bare, setBare] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const [dialog, setDialog] = useState<Asked>(null);
  const mayEdit = useMay("write");
  const mayForget = useMay("admin");
  const edit = useFaceEdits();

  const asked = useQuery(getPhotoOptions({ path: { photo: id }, query: { everything: true } }));
  const detected = useQuery({
    ...getDetectionsOptions({ path: { photo: id }, query: { everything: true } }),
    enabled: panel === "detections",
  });
  const listed = turns.index < 0 ? undefined : sequence.at(turns.index);
  const photo = asked.data?.photo ?? listed ?? null;
  const all = asked.data?.faces ?? NONE;
  const counted = all.filter(counts);
  const described = useDescribed(detected.data, all);
  usePrefetch(sequence, turns.index);

  const when = photo?.taken == null ? null : format.day(photo.taken);
  const name = photo === null ? "" : fileName(photo.places);
  const title = photo?.taken == null ? name || text.label : format.moment(photo.taken);
  const alt =
    asked.data === undefined
      ? (when ?? text.label)
      : altOf(companyOf(all), when, { who: text.alt.who, nobody: text.alt.nobody });
  const place = turns.index < 0 ? "" : text.place(turns.index + 1, sequence.length);

  const modal = useModal(viewer);
  useTitle(title);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another photo nothing is chosen.
  useEffect(() => {
    setSelected(null);
    setActive(null);
    setDialog((old) => (old?.kind === "help" ? old : null));
  }, [id]);
  useEffect(() => {
    remembered.covered = false;
    remembered.faces = faces;
    remembered.panel = panel;
  }, [faces, panel]);

  const zoomBy = (factor: number): void =>
    camera.current?.zoomTo(camera.current.now().view.zoom * factor);
  const toggle = (wanted: "information" | "detections"): void =>
    setPanel((old) => (old === wanted ? null : wanted));
  const commands: Record<Command, () => void> = {
    previous: () => turns.step(-1),
    next: () => turns.step(1),
    first: () => turns.goTo(0),
    last: () => turns.goTo(sequence.length - 1),
    nearer: () => zoomBy(STEP),
    farther: () => zoomBy(1 / STEP),
    whole: () => camera.current?.zoomTo(1),
    zoom: () => camera.current?.zoomTo(camera.current.now().view.zoom > 1 ? 1 : CLOSE_ZOOM),
    up: () => camera.current?.pan(0, MOVE),
    down: () => camera.current?.pan(0, -MOVE),
    left: () => camera.current?.pan(MOVE, 0),
    right: () => camera.current?.pan(-MOVE, 0),
    close: onClose,
    faces: () => setFaces((old) => !old),
    information: () => toggle("information"),
    detections: () => toggle("detections"),
    help: () => setDialog({ kind: "help" }),
  };
  const command = (wanted: Command): void => commands[wanted]();
  useKeys(viewer, command);

  const actions: FaceActions = {
    edit: mayEdit ? edit : null,
    ask: (face) => setDialog({ kind: "who", face }),
    why: (face) => setDialog({ kind: "why", face }),
  };
  const copyLink = async (): Promise<void> => {
    const done = await copy(linkTo(id, location.origin));
    toasts.told(done ? text.linkCopied : text.linkNotCopied);
  };
  const forget = mayForget ? () => setDialog({ kind: "forget" }) : null;
  const leave = (): void => {
    const beside = turns.index < 0 ? undefined : sequence.at(turns.index + 1);
    const other = beside ?? (turns.index > 0 ? sequence.at(turns.index - 1) : undefined);
    if (other === undefined) onClose();
    else onMove(other.photo);
  };
  const close = (): void => {
    setDialog(null);
    viewer.current?.focus(); // what opened it may be gone by now, as items of menus are
  };

  return (
    <Portal>
      <div
        ref={modal}
        id={VIEWER}
        role="dialog"
        aria-label={`${text.label}: ${title}`}
        tabIndex={-1}
        className={classes.viewer}
        data-panel={panel ?? undefined}
        data-covered={covered || undefined}
      >
        <div className={classes.main}>
          <Bar
            photo={photo}
            title={title}
            about={[place, photo?.taken == null ? "" : name]
              .filter((part) => part !== "")
              .join(" · ")}
            on={{
              faces: faces && panel !== "detections",
              detections: panel === "detections",
              information: panel === "information",
            }}
            bare={bare}
            onCommand={command}
            onCopy={() => void copyLink()}
            onForget={forget}
          />
          {photo !== null && (
            <Stage
              sequence={sequence}
              index={turns.index}
              photo={photo}
              alt={alt}
              handle={camera}
              onTurn={turns.step}
              onClose={onClose}
              onTap={(touch) => {
                if (selected !== null) setSelected(null);
                else if (touch) setBare((old) => !old);
              }}
            >
              {panel === "detections"
                ? detected.data !== undefined && (
                    <DetectedBoxes
                      found={detected.data}
                      described={described}
                      active={active}
                      onActive={setActive}
                    />
                  )
                : faces &&
                  !bare && (
                    <Faces
                      photo={photo}
                      faces={counted}
                      actions={actions}
                      selected={selected}
                      onSelect={setSelected}
                    />
                  )}
            </Stage>
          )}
          {photo === null && !asked.isError && (
            <div className={classes.middle}>
              <Loader color="gray" aria-label={common.loading} />
            </div>
          )}
          {asked.isError && photo === null && (
            <div className={classes.middle} role="alert">
              <p className={classes.gone}>{text.gone}</p>
              <p>{text.goneHelp}</p>
              <Button variant="white" color="dark" onClick={onClose}>
                {common.close}
              </Button>
            </div>
          )}
          {photo?.missing && <p className={classes.note}>{text.missingNote}</p>}
          {turns.hasPrevious && (
            <button
              type="button"
              className={classes.turn}
              data-side="left"
              data-bare={bare || undefined}
              aria-label={text.previous}
              onClick={() => turns.step(-1)}
            >
              <ChevronLeft size={26} aria-hidden="true" />
            </button>
          )}
          {turns.hasNext && (
            <button
              type="button"
              className={classes.turn}
              data-side="right"
              data-bare={bare || undefined}
              aria-label={text.next}
              onClick={() => turns.step(1)}
            >
              <ChevronRight size={26} aria-hidden="true" />
            </button>
          )}
          {turns.waiting && (
            <div className={classes.waiting}>
              <Loader size={20} color="gray" /> {text.loadingMore}
            </div>
          )}
          <p className={classes.spoken} aria-live="polite">
            {photo === null ? "" : `${alt}. ${place}`}
          </p>
        </div>
        {panel === "information" && photo !== null && (
          <InfoPanel
            photo={photo}
            faces={asked.data === undefined ? undefined : counted}
            more={all.length - counted.length}
            actions={actions}
            onDetections={() => setPanel("detections")}
            onCopy={() => void copyLink()}
            onForget={forget}
            onClose={() => setPanel(null)}
          />
        )}
        {panel === "detections" && (
          <DetectedPanel
            photo={id}
            found={detected.data}
            described={described}
            failed={detected.isError}
            onRetry={() => void detected.refetch()}
            active={active}
            onActive={setActive}
            onClose={() => setPanel(null)}
          />
        )}
      </div>
      {dialog?.kind === "who" && <NamePicker face={dialog.face} onEdit={edit} onClose={close} />}
      {dialog?.kind === "why" && <WhyDialog face={dialog.face} onClose={close} />}
      {dialog?.kind === "help" && <HelpDialog onClose={close} />}
      {dialog?.kind === "forget" && <ForgetDialog photo={id} onForgotten={leave} onClose={close} />}
    </Portal>
  );
}

/** Asks who is on the photos beside, so that turning shows it at once. */
function usePrefetch(sequence: LightboxProps["sequence"], index: number): void {
  const queries = useQueryClient();
  const before = index > 0 ? sequence.at(index - 1)?.photo : undefined;
  const after = index >= 0 ? sequence.at(index + 1)?.photo : undefined;
  useEffect(() => {
    for (const photo of [after, before]) {
      if (photo === undefined) continue;
      void queries.prefetchQuery(getPhotoOptions({ path: { photo }, query: { everything: true } }));
    }
  }, [queries, before, after]);
}
