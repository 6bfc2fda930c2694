import { useEffect, useState } from "react";

/** Returns the time, milliseconds since 1970; a new one each second as long as it is wanted. */
export function useNow(wanted: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!wanted) return;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(ticking);
  }, [wanted]);
  return now;
}
