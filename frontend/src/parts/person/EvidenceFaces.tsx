import { useQuery } from "@tanstack/react-query";
import { listFacesOptions } from "@/client/@tanstack/react-query.gen";
import { crop } from "@/data/pictures";
import classes from "./EvidenceFaces.module.css";
import { places } from "./places";

interface EvidenceFacesProps {
  person: string;
  /** What the faces are, for who cannot see them. */
  label: string;
  /** Faces at most. */
  most?: number;
}

/** The best faces of a person as they are on the photos: what one compares with another's. */
export function EvidenceFaces({ person, label, most = 4 }: EvidenceFacesProps) {
  const asked = useQuery(listFacesOptions({ query: { person, limit: most } }));
  return (
    <div className={classes.faces} data-most={most} role="img" aria-label={label}>
      {asked.data?.items.map(({ face }) => (
        <img key={face} src={crop(face)} alt="" loading="lazy" decoding="async" />
      )) ?? places(most).map((key) => <span key={key} />)}
    </div>
  );
}
