import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { getLibraryOptions } from "@/client/@tanstack/react-query.gen";
import { Splash } from "./Splash";

/** Leads to the photos, or to the first steps where there are none yet. */
export function Start() {
  const library = useQuery({ ...getLibraryOptions(), throwOnError: true });
  if (library.data === undefined) return <Splash />;
  return <Navigate to={library.data.photos === 0 ? "/welcome" : "/photos"} replace />;
}
