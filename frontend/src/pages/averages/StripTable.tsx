import type { PictureReport } from "@/client/types.gen";
import { variables } from "@/lib/variables";
import { useFormat, useText } from "@/text";
import classes from "./StripTable.module.css";

const MONTH = /^\d{4}-\d{2}$/;

/** What a strip shows, in numbers: who was in each average, and how far it moved. */
export function StripTable({ report }: { report: PictureReport }) {
  const format = useFormat();
  const text = useText();
  const words = text.averages.strip;
  const periods = report.periods ?? [];
  if (periods.length === 0) return null;
  const most = Math.max(0.01, ...periods.map(({ moved }) => moved ?? 0));
  return (
    <>
      <div className={classes.around}>
        <table className={classes.table}>
          <caption className={classes.caption}>{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{report.by === "collection" ? words.collection : words.period}</th>
              <th scope="col">{words.people}</th>
              <th scope="col">{words.faces}</th>
              <th scope="col" className={classes.moved}>
                {words.moved}
              </th>
            </tr>
          </thead>
          <tbody>
            {periods.map(({ label, people, faces, moved }, index) => (
              <tr key={label}>
                <th scope="row">{MONTH.test(label) ? format.month(label) : label}</th>
                <td>{format.number(people)}</td>
                <td>{format.number(faces)}</td>
                <td className={classes.moved}>
                  {moved === null ? (
                    <span className={classes.none}>
                      {index === 0 ? words.first : words.unknown}
                    </span>
                  ) : (
                    <span className={classes.amount}>
                      <span
                        className={classes.bar}
                        style={variables({ "--share": Math.max(0, moved) / most })}
                        aria-hidden="true"
                      />
                      {format.number(Number(moved.toFixed(3)))}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.help}>{words.movedHelp}</p>
    </>
  );
}
