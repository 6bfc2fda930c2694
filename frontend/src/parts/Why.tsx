import { useText } from "@/text";
import { errorWords } from "./errorWords";
import classes from "./Why.module.css";

interface WhyProps {
  error: unknown;
  /** What the server says stands open: it is about what was just written. */
  open?: boolean;
}

/** Says why something did not work; what the server says of it is folded beneath. */
export function Why({ error, open = false }: WhyProps) {
  const text = useText();
  const { said, detail } = errorWords(error, text);
  return (
    <div className={classes.why}>
      <p>{said}</p>
      {detail !== null && (
        <details open={open}>
          <summary>{text.common.refused.details}</summary>
          <p lang="en">{detail}</p>
        </details>
      )}
    </div>
  );
}
