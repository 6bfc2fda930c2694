import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Folder, FolderPlus, FolderX, RefreshCw } from "lucide-react";
import { useState } from "react";
import { listSourcesOptions } from "@/client/@tanstack/react-query.gen";
import { removeSource, scanSources } from "@/client/sdk.gen";
import type { SourceOut } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { folderName } from "@/lib/folders";
import { JobProgress } from "@/parts/job/JobProgress";
import { useRunningJob } from "@/parts/job/useRunningJob";
import { Section } from "@/parts/Section";
import { Sure } from "@/parts/Sure";
import { useText } from "@/text";
import { AddFolder } from "./AddFolder";
import { Listed } from "./Listed";
import classes from "./Panel.module.css";
import { Row, Tag } from "./Rows";

/** Where photos come from. */
export function Sources() {
  const text = useText();
  const words = text.settings.photos;
  const owner = useMay("admin");
  const mayScan = useMay("write");
  const [adding, add] = useDisclosure(false);
  const asked = useQuery(listSourcesOptions());
  const running = useRunningJob("add");
  return (
    <Section
      title={text.settings.tabs.photos}
      about={`${words.about} ${words.watched}`}
      actions={
        <>
          {mayScan && <Scan busy={running !== undefined} />}
          {owner && (
            <Button leftSection={<FolderPlus size={16} aria-hidden="true" />} onClick={add.open}>
              {words.add}
            </Button>
          )}
        </>
      }
    >
      {running !== undefined && (
        <div className={classes.card}>
          <JobProgress key={running.job} job={running} />
        </div>
      )}
      <Listed
        asked={asked}
        none={
          <>
            {words.empty}. {words.emptyHelp} <Link to="/upload">{text.shell.upload}</Link>
          </>
        }
      >
        {(source) => <Source key={source.source} source={source} />}
      </Listed>
      {owner && <AddFolder opened={adding} onClose={add.close} />}
    </Section>
  );
}

function Source({ source }: { source: SourceOut }) {
  const words = useText().settings.photos;
  const owner = useMay("admin");
  const [asking, ask] = useState(false);
  const removing = useRemove();
  const name = folderName(source.uri);
  return (
    <Row
      icon={
        source.mounted ? (
          <Folder size={19} aria-hidden="true" />
        ) : (
          <FolderX size={19} aria-hidden="true" />
        )
      }
      title={
        <>
          {name}
          {!source.mounted && <Tag tone="bad">{words.gone}</Tag>}
        </>
      }
      actions={
        owner && (
          <>
            <Button
              variant="default"
              aria-label={words.removeNamed(name)}
              onClick={() => ask(true)}
            >
              {words.remove}
            </Button>
            <Sure
              opened={asking}
              onClose={() => ask(false)}
              title={words.removeSure(name)}
              help={words.removeHelp}
              deed={words.remove}
              pending={removing.isPending}
              onYes={() => removing.mutate(source.source, { onSuccess: () => ask(false) })}
            />
          </>
        )
      }
    >
      <span>{words.count(source.photos)}</span>
      {source.missing > 0 && <Tag tone="warn">{words.missing(source.missing)}</Tag>}
      {source.uri !== name && <span className={classes.path}>{source.uri}</span>}
    </Row>
  );
}

function Scan({ busy }: { busy: boolean }) {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  const scanning = useMutation({
    mutationFn: () => scanSources(),
    onSuccess: () => toasts.told(text.settings.photos.asked),
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["jobs"]),
  });
  return (
    <Button
      variant="default"
      leftSection={<RefreshCw size={15} aria-hidden="true" />}
      disabled={busy}
      loading={scanning.isPending}
      onClick={() => scanning.mutate()}
    >
      {text.settings.photos.scan}
    </Button>
  );
}

function useRemove() {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (source: number) => removeSource({ path: { source } }),
    onSuccess: () => toasts.told(text.settings.photos.removed),
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["photos"]),
  });
}
