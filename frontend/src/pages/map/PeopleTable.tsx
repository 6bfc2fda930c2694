import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { MapOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import { neighbourhoodsOf } from "./legend";
import classes from "./PeopleTable.module.css";

const A_PAGE = 50;

/** The same map in words, for who cannot see it: who is nearest to whom. */
export function PeopleTable({ map }: { map: MapOut }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.map.list}</summary>
      {open && <Rows map={map} />}
    </details>
  );
}

function Rows({ map }: { map: MapOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.map;
  const [all] = useState(() => neighbourhoodsOf(map)); // worked out when it is opened, once
  const [shown, setShown] = useState(A_PAGE);
  const left = all.length - shown;
  return (
    <>
      <table className={classes.table}>
        <caption className={classes.caption}>{words.listHelp}</caption>
        <thead>
          <tr>
            <th scope="col">{words.person}</th>
            <th scope="col">{words.faces}</th>
            <th scope="col">{words.nearest}</th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, shown).map(({ person, name, faces, nearest }) => {
            const other = nearest === null ? undefined : map.people[nearest];
            return (
              <tr key={person}>
                <th scope="row">
                  <Person person={person} name={name} />
                </th>
                <td>{format.number(faces)}</td>
                <td>{other === undefined ? words.noOther : <Person {...other} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {left > 0 && (
        <Button variant="default" onClick={() => setShown(shown + A_PAGE)}>
          {words.more(Math.min(A_PAGE, left))}
        </Button>
      )}
    </>
  );
}

function Person({ person, name }: { person: string; name: string | null }) {
  const text = useText();
  return (
    <Link to="/people/$person" params={{ person }} className={classes.person}>
      <span className={classes.portrait}>
        <Portrait of={{ person }} side={128} alt="" round />
      </span>
      {name ?? text.map.unnamed}
    </Link>
  );
}
