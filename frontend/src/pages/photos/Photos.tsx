import { Button } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { FolderPlus, SearchX } from "lucide-react";
import { useMemo } from "react";
import { cleared, filterOf, isEmpty, type PhotoFilter } from "@/data/filters";
import { useShapes } from "@/data/layout";
import { EmptyState } from "@/parts/EmptyState";
import { FilterBar } from "@/parts/filters/FilterBar";
import { FilterChips } from "@/parts/filters/FilterChips";
import { PhotoGrid } from "@/parts/grid/PhotoGrid";
import { SelectionBar } from "@/parts/grid/SelectionBar";
import { useSelection } from "@/parts/grid/useSelection";
import { PageHeader } from "@/parts/PageHeader";
import { useText } from "@/text";
import classes from "./Photos.module.css";

/** Every photo, and what narrows them down. */
export function Photos() {
  const text = useText();
  const [filter, change] = useFilter();
  const shapes = useShapes(filter);
  const selection = useSelection(filter);
  return (
    <>
      <PageHeader
        title={text.photos.title}
        about={shapes === undefined ? text.common.loading : text.common.photos(shapes.length)}
        below={isEmpty(filter) ? null : <FilterChips filter={filter} onChange={change} />}
      >
        <FilterBar filter={filter} onChange={change} />
      </PageHeader>
      <div className={classes.grid}>
        <PhotoGrid
          filter={filter}
          selection={selection}
          empty={<Nothing filter={filter} onChange={change} />}
        />
      </div>
      {shapes !== undefined && (
        <SelectionBar selection={selection} filter={filter} shapes={shapes} />
      )}
    </>
  );
}

/** Returns the filter that the address has, and what changes it there. */
function useFilter(): [PhotoFilter, (filter: PhotoFilter) => void] {
  const { photo: _, ...search } = useSearch({ from: "/photos" });
  const navigate = useNavigate();
  const key = JSON.stringify(search);
  const filter = useMemo(() => filterOf(JSON.parse(key) as Record<string, unknown>), [key]);
  return [filter, (next) => void navigate({ to: "/photos", search: next })];
}

interface NothingProps {
  filter: PhotoFilter;
  onChange: (filter: PhotoFilter) => void;
}

/** Stands where no photo is: what to do so that there are some. */
function Nothing({ filter, onChange }: NothingProps) {
  const text = useText();
  if (!isEmpty(filter)) {
    return (
      <EmptyState
        icon={SearchX}
        title={text.photos.nothing}
        help={text.photos.nothingHelp}
        order={2}
      >
        <Button variant="light" onClick={() => onChange(cleared(filter))}>
          {text.photos.filter.clear}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={FolderPlus} title={text.photos.empty} help={text.photos.emptyHelp} order={2}>
      <Button component={Link} to="/welcome">
        {text.photos.emptyDo}
      </Button>
    </EmptyState>
  );
}
