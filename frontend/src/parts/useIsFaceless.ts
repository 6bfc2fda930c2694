import { useQuery } from "@tanstack/react-query";
import { getLibraryOptions } from "@/client/@tanstack/react-query.gen";

/** Returns whether the library is known to have no face: work on faces would fail then. */
export function useIsFaceless(): boolean {
  return useQuery(getLibraryOptions()).data?.faces === 0;
}
