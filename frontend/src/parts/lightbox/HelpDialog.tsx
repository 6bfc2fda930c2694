import { useText } from "@/text";
import { Dialog } from "./Dialog";
import classes from "./HelpDialog.module.css";

/** Lists the keys. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { keys } = text.lightbox;
  const rows: readonly (readonly [readonly string[], string])[] = [
    [["←", "→", keys.space], keys.turn],
    [["Home", "End"], keys.ends],
    [["+", "-", "0"], keys.zoom],
    [[keys.enter], keys.toggle],
    [["↑", "↓", `${keys.shift} ←`, `${keys.shift} →`], keys.move],
    [["F"], keys.faces],
    [["I"], keys.information],
    [["D"], keys.detections],
    [[keys.escape], keys.close],
    [["?"], keys.help],
  ];
  return (
    <Dialog title={keys.title} size={460} onClose={onClose}>
      <dl className={classes.keys}>
        {rows.map(([pressed, does]) => (
          <div key={does}>
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
