import { Portrait } from "@/parts/Portrait";
import { useText } from "@/text";
import classes from "./KnownCard.module.css";
import { RemoveButton } from "./RemoveButton";
import { type Known, search } from "./search";

/** A face of the library that stands for whom to find. */
export function KnownCard({ known }: { known: Known }) {
  const text = useText().find.samples;
  return (
    <div className={classes.card}>
      <span className={classes.portrait}>
        <Portrait of={{ face: known.face }} alt="" />
      </span>
      <p className={classes.said}>{text.known}</p>
      <RemoveButton label={text.remove(text.known)} onClick={() => search.remove(known.id)} />
    </div>
  );
}
