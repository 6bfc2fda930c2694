import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Layers, Plus } from "lucide-react";
import {
  listAveragePicturesOptions,
  listAveragesOptions,
} from "@/client/@tanstack/react-query.gen";
import type { AverageOut } from "@/client/types.gen";
import type { AveragesView } from "@/data/averageView";
import { useMay } from "@/data/session";
import { isNew, isPicture, titleOf } from "@/parts/average/makings";
import { useMakings } from "@/parts/average/useMakings";
import { EmptyState } from "@/parts/EmptyState";
import { NoFaces } from "@/parts/NoFaces";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { Section } from "@/parts/Section";
import { useIsFaceless } from "@/parts/useIsFaceless";
import { useText } from "@/text";
import { Beginnings } from "./Beginnings";
import { Coming } from "./Coming";
import { Gallery } from "./Gallery";
import { NewAverage } from "./NewAverage";
import { PictureDialog } from "./PictureDialog";
import { Pictures } from "./Pictures";
import { PlacesOfAverages } from "./PlacesOfAverages";

const route = getRouteApi("/averages");

/** The averages that are kept, the pictures made of them, and what makes new ones. */
export function Averages() {
  const text = useText();
  const faceless = useIsFaceless();
  const may = useMay("write") && !faceless; // of no faces none can be made
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const open = (search: AveragesView): void => void navigate({ search, resetScroll: false });
  const asked = useQuery({ ...listAveragesOptions(), throwOnError: true });
  const drawn = useQuery({ ...listAveragePicturesOptions(), throwOnError: true });
  const makings = useMakings();
  const averages = asked.data;
  const coming = makings.jobs.filter(isNew);
  const titles = new Map(averages?.map(({ average, title }) => [average, title]));
  const isEmpty = averages?.length === 0 && drawn.data?.length === 0 && coming.length === 0;
  return (
    <>
      <PageHeader
        title={text.averages.title}
        about={averages?.length ? text.averages.aboutSome(averages.length) : text.averages.about}
      >
        {may && !isEmpty && (
          <Button
            leftSection={<Plus size={17} aria-hidden="true" />}
            onClick={() => open({ new: "everybody" })}
          >
            {text.averages.new}
          </Button>
        )}
      </PageHeader>
      {isEmpty && faceless ? (
        <NoFaces icon={Layers} />
      ) : isEmpty ? (
        <Nothing may={may} onBegin={open} />
      ) : (
        <PageBody>
          {may && <Beginnings onBegin={open} />}
          {averages === undefined ? (
            <PlacesOfAverages />
          ) : (
            <Gallery averages={newestFirst(averages)} makings={makings} />
          )}
          {drawn.data !== undefined && averages !== undefined && averages.length > 0 && (
            <Section title={text.averages.pictures.title} about={text.averages.pictures.none}>
              <Coming
                jobs={makings.jobs.filter(isPicture)}
                titleOf={(job) => titleOf(job, titles) ?? text.averages.title}
                onDismiss={makings.dismiss}
              />
              <Pictures
                pictures={drawn.data}
                linkTo={(picture) => ({ to: "/averages", search: { picture } })}
              />
            </Section>
          )}
        </PageBody>
      )}
      {may && view.new !== undefined && averages !== undefined && (
        <NewAverage
          key={`${view.new} ${view.collection}`}
          view={view}
          taken={averages.map((average) => average.title)}
          onClose={() => open({})}
        />
      )}
      {view.picture !== undefined && (
        <PictureDialog picture={view.picture} onClose={() => open({})} />
      )}
    </>
  );
}

function Nothing({ may, onBegin }: { may: boolean; onBegin: (view: AveragesView) => void }) {
  const { averages: words } = useText();
  return (
    <EmptyState
      icon={Layers}
      order={2}
      title={words.emptyTitle}
      help={may ? words.emptyHelp : `${words.emptyHelp} ${words.emptyReadOnly}`}
    >
      {may && (
        <>
          <Button onClick={() => onBegin({ new: "everybody" })}>{words.emptyMake}</Button>
          <Beginnings centred onBegin={onBegin} />
        </>
      )}
    </EmptyState>
  );
}

/** The server lists them by title; those that have to be made again come last. */
function newestFirst(averages: readonly AverageOut[]): AverageOut[] {
  return averages.toSorted((one, other) => (other.made ?? "").localeCompare(one.made ?? ""));
}
