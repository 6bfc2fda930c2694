import { Button, Loader } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { SearchX, Users } from "lucide-react";
import { useCallback, useEffect, useMemo, useReducer, useState } from "react";
import { getLibraryOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { EmptyState } from "@/parts/EmptyState";
import { PageHeader } from "@/parts/PageHeader";
import { MergeDialog } from "@/parts/person/MergeDialog";
import { NOTHING, selected } from "@/parts/person/selection";
import { useText } from "@/text";
import { NamingPanel } from "./NamingPanel";
import type { Wanted } from "./order";
import classes from "./People.module.css";
import { PeopleGrid } from "./PeopleGrid";
import { PeopleTools } from "./PeopleTools";
import { PlacesOfPeople } from "./PlacesOfPeople";
import { SamePanel } from "./SamePanel";
import { SelectionBar } from "./SelectionBar";
import { usePeople } from "./usePeople";

const TYPING_MS = 150;
const route = getRouteApi("/people");

/** Everybody who is on the photos: naming them, and bringing together who is one. */
export function People() {
  const text = useText();
  const mayWrite = useMay("write");
  const { wanted, typed, want } = useWanted();
  const listed = usePeople(wanted);
  const [selection, select] = useReducer(selected, NOTHING);
  const [merging, setMerging] = useState<readonly PersonOut[] | null>(null);
  const library = useQuery({ ...getLibraryOptions(), throwOnError: true });
  const byId = useMemo(
    () => new Map(listed.people.map((person) => [person.person, person])),
    [listed.people],
  );

  useEffect(() => select({ do: "keep", order: [...byId.keys()] }), [byId]);
  const chosen = [...selection.chosen].flatMap((person) => byId.get(person) ?? []);
  const merge = useCallback(
    (people: string[]) => {
      const known = people.flatMap((person) => byId.get(person) ?? []);
      if (known.length > 1) setMerging(known);
    },
    [byId],
  );

  const isSearching = wanted.name !== "";
  const isEmpty = !listed.isPending && listed.people.length === 0 && !listed.hasMore;
  const counts = library.data;
  const unseen = wanted.hidden ? 0 : (counts?.hidden ?? 0);
  const total = isSearching || counts === undefined ? null : counts.people - unseen;

  return (
    <>
      <PageHeader
        title={text.people.title}
        about={
          isSearching && !listed.hasMore
            ? text.people.found(listed.people.length)
            : counts === undefined
              ? text.common.loading
              : text.people.about(counts.named, counts.people)
        }
      >
        <PeopleTools
          wanted={{ ...wanted, name: typed }}
          onChange={want}
          onSelect={mayWrite && !selection.on ? () => select({ do: "begin" }) : null}
        />
      </PageHeader>
      <div className={classes.page}>
        {mayWrite && !isSearching && counts !== undefined && !isEmpty && (
          <div className={classes.panels}>
            <NamingPanel named={counts.named} people={counts.people} />
            <SamePanel />
          </div>
        )}
        {listed.isPending ? (
          <PlacesOfPeople />
        ) : isEmpty ? (
          <Nobody name={wanted.name} />
        ) : (
          <PeopleGrid
            people={listed.people}
            total={total}
            selection={selection}
            mayWrite={mayWrite}
            onSelect={select}
            onMerge={merge}
            onNearEnd={listed.loadMore}
          />
        )}
        {listed.isLoadingMore && (
          <Loader className={classes.more} size="sm" aria-label={text.people.loadingMore} />
        )}
      </div>
      {selection.on && (
        <SelectionBar
          people={chosen}
          onMerge={() => setMerging(chosen)}
          onEnd={() => select({ do: "end" })}
        />
      )}
      {merging !== null && (
        <MergeDialog
          people={merging}
          onClose={(done) => {
            setMerging(null);
            if (done) select({ do: "end" });
          }}
        />
      )}
    </>
  );
}

/** Returns what the address wants, and what changes it. A name is searched once typing rests. */
function useWanted() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const [name, setName] = useState(view.name ?? "");
  const [calm] = useDebouncedValue(name, TYPING_MS);
  useEffect(() => {
    void navigate({
      search: ({ name: _, ...rest }) => (calm === "" ? rest : { ...rest, name: calm }),
      replace: true,
    });
  }, [calm, navigate]);
  const change = (next: Partial<Wanted>): void => {
    if (next.name !== undefined) setName(next.name);
    if (next.order === undefined && next.hidden === undefined) return;
    const order = next.order ?? view.order;
    const hidden = next.hidden ?? view.hidden;
    void navigate({
      search: {
        ...(order === "photos" ? { order } : {}),
        ...(hidden ? { hidden: true as const } : {}),
        ...(view.name === undefined ? {} : { name: view.name }),
      },
      replace: true,
    });
  };
  const wanted: Wanted = {
    order: view.order ?? "named",
    hidden: view.hidden ?? false,
    name: name === "" ? "" : calm,
  };
  return { wanted, typed: name, want: change };
}

function Nobody({ name }: { name: string }) {
  const text = useText();
  if (name !== "") {
    return (
      <EmptyState
        icon={SearchX}
        order={2}
        title={text.people.notFoundTitle}
        help={text.people.notFoundHelp(name)}
      />
    );
  }
  return (
    <EmptyState icon={Users} order={2} title={text.people.noneTitle} help={text.people.noneHelp}>
      <Button component={Link} to="/upload">
        {text.people.addPhotos}
      </Button>
    </EmptyState>
  );
}
