import { Link, type LinkProps } from "@tanstack/react-router";
import { EyeOff } from "lucide-react";
import type { AveragePictureOut } from "@/client/types.gen";
import { pictureOfAverages } from "@/data/pictures";
import { variables } from "@/lib/variables";
import { AverageImage } from "@/parts/average/AverageImage";
import { useFormat, useText } from "@/text";
import classes from "./Pictures.module.css";
import { kindOf } from "./pictureWords";

interface PicturesProps {
  pictures: readonly AveragePictureOut[];
  /** Where one sees a picture as a whole. */
  linkTo: (picture: string) => Pick<LinkProps, "to" | "params" | "search">;
}

/** Pictures made of averages, side by side at one height. */
export function Pictures({ pictures, linkTo }: PicturesProps) {
  const text = useText();
  const format = useFormat();
  if (pictures.length === 0) return null;
  return (
    <ul className={classes.pictures}>
      {pictures.map((picture) => {
        const kind = kindOf(text, picture);
        return (
          <li
            key={picture.picture}
            className={classes.picture}
            style={variables({ "--ratio": picture.width / picture.height })}
          >
            <Link {...linkTo(picture.picture)} resetScroll={false} className={classes.link}>
              <span className={classes.frame}>
                {picture.made === null ? (
                  <span className={classes.hidden}>
                    <EyeOff size={22} aria-hidden="true" />
                    {text.averages.pictures.outdated}
                  </span>
                ) : (
                  <AverageImage
                    src={pictureOfAverages(picture.picture, picture.made)}
                    alt=""
                    whole={picture}
                  />
                )}
              </span>
              <span className={classes.title}>{picture.title}</span>
              <span className={classes.about}>
                {kind}
                {picture.made !== null && `, ${format.ago(picture.made)}`}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
