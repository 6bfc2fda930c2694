import { Button, Group } from "@mantine/core";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Unplug } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { ApiError, isAway, UnreachableError } from "@/data/api";
import { EmptyState } from "@/parts/EmptyState";
import { isMissing } from "@/parts/errorWords";
import { Why } from "@/parts/Why";
import { useText } from "@/text";
import { isOfMissingFile, mayOpenAnew } from "./missingFiles";

const AGAIN_MS = 4_000;

/** Stands where a page broke, and offers two ways out. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const text = useText();
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const again = (): void => {
    // A browser does not ask twice for a file of the page that was not there.
    if (isOfMissingFile(error)) {
      window.location.reload();
      return;
    }
    queries.reset();
    reset();
    void router.invalidate();
  };
  useAgain(error, again);
  const missing = isMissing(error);
  const isKnown = error instanceof ApiError || error instanceof UnreachableError;
  return (
    <EmptyState
      icon={Unplug}
      title={missing ? text.common.notFound : text.common.broken}
      {...(isKnown ? {} : { help: text.common.brokenHelp })}
    >
      {isKnown && <Why error={error} />}
      <Group>
        {!missing && <Button onClick={again}>{text.common.retry}</Button>}
        <WayOut error={error} />
      </Group>
    </EmptyState>
  );
}

/** Leads to where one finds what there is instead. */
function WayOut({ error }: { error: unknown }) {
  const { common } = useText();
  const kind = error instanceof ApiError ? error.kind : "";
  const [to, name] =
    kind === "unknown-person"
      ? (["/people", common.toPeople] as const)
      : kind === "unknown-average"
        ? (["/averages", common.toAverages] as const)
        : (["/photos", common.home] as const);
  return (
    <Button component={Link} to={to} variant="default">
      {name}
    </Button>
  );
}

/** Tries again by itself where that may help: the server was away, or it has a newer page. */
function useAgain(error: unknown, again: () => void): void {
  const tryAgain = useEffectEvent(again);
  useEffect(() => {
    if (isOfMissingFile(error) && mayOpenAnew(sessionStorage, Date.now())) tryAgain();
    if (!isAway(error)) return;
    const timer = setInterval(() => tryAgain(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [error]);
}
