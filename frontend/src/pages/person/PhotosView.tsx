import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { listMonthsOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonAbout } from "@/client/types.gen";
import { PhotoGrid } from "@/parts/grid/PhotoGrid";
import { MonthChart } from "./MonthChart";
import { spanOf } from "./months";

const route = getRouteApi("/people/$person");

/** All photos of a person, and when they were taken. */
export function PhotosView({ person }: { person: PersonAbout }) {
  const { when = null } = route.useSearch();
  const navigate = route.useNavigate();
  const id = person.person;
  const months = useQuery(listMonthsOptions({ query: { person: [id] } }));
  const filter = useMemo(
    () => ({ person: [id], ...(when === null ? {} : spanOf(when)) }),
    [id, when],
  );
  return (
    <>
      <MonthChart
        months={months.data}
        chosen={when}
        onChoose={(chosen) =>
          void navigate({
            search: chosen === null ? {} : { when: chosen },
            replace: true,
            resetScroll: false,
          })
        }
      />
      <PhotoGrid filter={filter} />
    </>
  );
}
