import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { getReviewStateOptions } from "@/client/@tanstack/react-query.gen";
import { useMay } from "@/data/session";
import { EmptyState } from "@/parts/EmptyState";
import { PageHeader } from "@/parts/PageHeader";
import { useText } from "@/text";
import { Asking } from "./Asking";
import { Done, Waiting } from "./Done";
import { Goal } from "./Goal";
import classes from "./Review.module.css";
import { useCelebration } from "./useCelebration";
import { useReview } from "./useReview";

/** One question at a time, the one whose answer settles most faces first. */
export function Review() {
  const text = useText();
  const may = useMay("write");
  return (
    <div className={classes.page}>
      <PageHeader title={text.review.title}>
        <Goal />
      </PageHeader>
      {may ? (
        <Questions />
      ) : (
        <EmptyState
          icon={Eye}
          title={text.review.readOnly}
          help={text.review.readOnlyHelp}
          order={2}
        />
      )}
    </div>
  );
}

function Questions() {
  const reviewing = useReview();
  const state = useQuery(getReviewStateOptions());
  const [celebrates, goOn] = useCelebration(state.data);
  if (celebrates && state.data !== undefined) {
    return <Done state={state.data} reached onGoOn={goOn} />;
  }
  if (reviewing.question !== null) {
    return <Asking question={reviewing.question} reviewing={reviewing} />;
  }
  if (!reviewing.settled || state.data === undefined) return <Waiting />;
  return <Done state={state.data} onUndo={reviewing.undo} />;
}
