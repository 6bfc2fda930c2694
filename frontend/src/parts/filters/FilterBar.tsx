import { ArrowDownWideNarrow, ArrowUpNarrowWide, CalendarDays, Folder, Users } from "lucide-react";
import type { PhotoFilter } from "@/data/filters";
import { useText } from "@/text";
import { CollectionFilter } from "./CollectionFilter";
import { DatesFilter } from "./DatesFilter";
import classes from "./FilterBar.module.css";
import { FilterMenu } from "./FilterMenu";
import menu from "./FilterMenu.module.css";
import { PeopleFilter } from "./PeopleFilter";

interface FilterBarProps {
  filter: PhotoFilter;
  onChange: (filter: PhotoFilter) => void;
}

/** Every way to narrow photos down, and their order. */
export function FilterBar({ filter, onChange }: FilterBarProps) {
  const text = useText();
  const { order, ...rest } = filter;
  const dated = filter.since ?? filter.before ?? filter.undated;
  return (
    <search className={classes.bar} aria-label={text.photos.filter.title}>
      <FilterMenu
        icon={Users}
        label={text.photos.filter.people}
        active={(filter.person ?? filter.not ?? filter.without_faces) !== undefined}
      >
        {() => <PeopleFilter filter={filter} onChange={onChange} />}
      </FilterMenu>
      <FilterMenu icon={CalendarDays} label={text.photos.filter.dates} active={dated !== undefined}>
        {() => <DatesFilter filter={filter} onChange={onChange} />}
      </FilterMenu>
      <FilterMenu
        icon={Folder}
        label={text.photos.filter.collection}
        active={filter.collection !== undefined}
      >
        {(close) => (
          <CollectionFilter
            filter={filter}
            onChange={(next) => {
              close();
              onChange(next);
            }}
          />
        )}
      </FilterMenu>
      <button
        type="button"
        className={menu.button}
        onClick={() => onChange(order === "asc" ? rest : { ...rest, order: "asc" })}
      >
        {order === "asc" ? (
          <ArrowUpNarrowWide size={16} aria-hidden="true" />
        ) : (
          <ArrowDownWideNarrow size={16} aria-hidden="true" />
        )}
        {order === "asc" ? text.photos.filter.oldest : text.photos.filter.newest}
      </button>
    </search>
  );
}
