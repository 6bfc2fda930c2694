import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { getPersonOptions, whyPersonOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonAbout, PersonWhy } from "@/client/types.gen";
import { PERSON_VIEWS, type PersonTab } from "@/data/peopleView";
import { useTitle } from "@/parts/useTitle";
import { useFormat, useText } from "@/text";
import { Around } from "./Around";
import { FacesView } from "./FacesView";
import { Hero } from "./Hero";
import { HistoryView } from "./HistoryView";
import classes from "./Person.module.css";
import { PhotosView } from "./PhotosView";
import { PlaceOfPerson } from "./PlaceOfPerson";
import { SameView } from "./SameView";

const route = getRouteApi("/people/$person");

/** One person: who they are, all photos and faces, who is around them, and what was decided. */
export function Person() {
  const { person: id } = route.useParams();
  const asked = useQuery({ ...getPersonOptions({ path: { person: id } }), throwOnError: true });
  const why = useQuery(whyPersonOptions({ path: { person: id } }));
  useTitle(asked.data?.name ?? null);
  if (asked.data === undefined) return <PlaceOfPerson />;
  return (
    <>
      <Hero person={asked.data} />
      <Views person={asked.data} why={why.data} hasFailed={why.isError} />
    </>
  );
}

interface ViewsProps {
  person: PersonAbout;
  why: PersonWhy | undefined;
  hasFailed: boolean;
}

function Views({ person, why, hasFailed }: ViewsProps) {
  const text = useText();
  const format = useFormat();
  const { view = "photos" } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (tab: PersonTab): void => {
    void navigate({
      search: tab === "photos" ? {} : { view: tab },
      replace: true,
      resetScroll: false,
    });
  };
  const counts: Partial<Record<PersonTab, number>> = {
    photos: person.photos,
    faces: person.faces,
    same: why?.merges.length ?? 0,
  };
  return (
    <Tabs
      value={view}
      onChange={(tab) => open(PERSON_VIEWS.find((one) => one === tab) ?? "photos")}
      keepMounted={false}
      className={classes.views ?? ""}
    >
      <Tabs.List aria-label={text.person.views.label} className={classes.tabs ?? ""}>
        {PERSON_VIEWS.map((tab) => (
          <Tabs.Tab key={tab} value={tab} className={classes.tab ?? ""}>
            {text.person.views[tab]}
            {(counts[tab] ?? 0) > 0 && (
              <span className={classes.count}>{format.number(counts[tab] ?? 0)}</span>
            )}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="photos">
        <PhotosView person={person} />
      </Tabs.Panel>
      <Tabs.Panel value="faces">
        <FacesView person={person} why={why} />
      </Tabs.Panel>
      <Tabs.Panel value="same">
        <SameView person={person} why={why} hasFailed={hasFailed} />
      </Tabs.Panel>
      <Tabs.Panel value="around">
        <Around person={person} />
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <HistoryView person={person} />
      </Tabs.Panel>
    </Tabs>
  );
}
