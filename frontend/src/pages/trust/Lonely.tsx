import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { getLibraryOptions, listFacesOptions } from "@/client/@tanstack/react-query.gen";
import { Portrait } from "@/parts/Portrait";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Lonely.module.css";

const SHOWN = 24;

/** Faces that are with nobody: each leads to its photo. */
export function Lonely() {
  const text = useText();
  const asked = useQuery(listFacesOptions({ query: { unassigned: true, limit: SHOWN } }));
  const library = useQuery(getLibraryOptions());
  const faces = asked.data?.items ?? [];
  if (faces.length === 0) return null;
  const others = (library.data?.unassigned ?? 0) - faces.length;
  return (
    <Section title={text.trust.lonely} about={text.trust.lonelyHelp}>
      <ul className={classes.faces}>
        {faces.map((face, index) => (
          <li key={face.face}>
            <Link
              to="/photos"
              search={{ photo: face.photo }}
              className={classes.face}
              aria-label={`${text.trust.openFace} ${index + 1}`}
            >
              <Portrait of={{ face: face.face }} side={128} alt="" />
            </Link>
          </li>
        ))}
        {others > 0 && <li className={classes.more}>{text.trust.lonelyMore(others)}</li>}
      </ul>
    </Section>
  );
}
