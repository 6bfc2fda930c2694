import { Button } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useText } from "@/text";
import classes from "./Troubled.module.css";
import { Why } from "./Why";

interface TroubledProps {
  error: unknown;
  onRetry: () => void;
}

/** Stands where a part of a page could not be loaded: why, and a way to try again. */
export function Troubled({ error, onRetry }: TroubledProps) {
  const text = useText();
  return (
    <div className={classes.troubled} role="alert">
      <TriangleAlert size={20} aria-hidden="true" />
      <div className={classes.why}>
        <Why error={error} />
      </div>
      <Button variant="default" onClick={onRetry}>
        {text.common.retry}
      </Button>
    </div>
  );
}
