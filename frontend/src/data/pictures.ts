import { client } from "@/client/client.gen";

export type Side = 128 | 256 | 512 | 1280 | 2560;
export type PortraitSide = 128 | 256 | 512;

/** Address of a small picture of a photo, at most `side` pixels on its longer side. */
export function thumbnail(photo: string, side: Side): string {
  return client.buildUrl({
    url: "/api/v1/photos/{photo}/thumbnail",
    path: { photo },
    query: { side },
  });
}

/** Address of the file as it was indexed. */
export function original(photo: string, download = false): string {
  return client.buildUrl({
    url: "/api/v1/photos/{photo}/file",
    path: { photo },
    query: download ? { download } : {},
  });
}

/** Address of a photo with a numbered box around every face. */
export function drawing(photo: string): string {
  return client.buildUrl({ url: "/api/v1/photos/{photo}/detections.png", path: { photo } });
}

/** Address of a face, cut out with a margin. */
export function crop(face: string): string {
  return client.buildUrl({ url: "/api/v1/faces/{face}/crop", path: { face } });
}

/** Address of the face that stands for a person, cut out with a margin. */
export function personCrop(person: string, version: string | null = null): string {
  const address = client.buildUrl({ url: "/api/v1/people/{person}/crop", path: { person } });
  return version === null ? address : `${address}#${version}`;
}

/** Address of an upright portrait of a face. */
export function facePortrait(face: string, side: PortraitSide = 256): string {
  return client.buildUrl({
    url: "/api/v1/faces/{face}/portrait",
    path: { face },
    query: { side },
  });
}

/**
 * Address of the portrait that stands for a person.
 *
 * @param version Whatever changes when the portrait does, such as the featured face: browsers keep
 *   what they have under the same address as long as a page is open.
 */
export function personPortrait(
  person: string,
  side: PortraitSide = 256,
  version: string | null = null,
): string {
  const address = client.buildUrl({
    url: "/api/v1/people/{person}/portrait",
    path: { person },
    query: { side },
  });
  return version === null ? address : `${address}#${version}`;
}

/**
 * Address of an average face.
 *
 * @param made When it was made: it changes with the picture, see `personPortrait`.
 */
export function averagePicture(average: string, made: string, download = false): string {
  const address = client.buildUrl({
    url: "/api/v1/averages/{average}/picture",
    path: { average },
    query: download ? { download } : {},
  });
  return `${address}#${made}`;
}

/** Address of a picture made of averages: over time, on a template, where faces differ. */
export function pictureOfAverages(picture: string, made: string, download = false): string {
  const address = client.buildUrl({
    url: "/api/v1/averages/pictures/{picture}",
    path: { picture },
    query: download ? { download } : {},
  });
  return `${address}#${made}`;
}
