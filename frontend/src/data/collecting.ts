import { changeCollection, createCollection, deleteCollection, listPhotos } from "@/client/sdk.gen";

const MOST = 10_000; // photos in one call
const PAGE = 500;

/** Puts photos into a collection. Returns those that were not in it before. */
export async function putInto(collection: string, photos: readonly string[]): Promise<string[]> {
  const within = await membersOf(collection);
  const fresh = photos.filter((photo) => !within.has(photo));
  await change(collection, "add", fresh);
  return fresh;
}

/** Takes photos out of a collection. Returns those that were in it. */
export async function takeOut(collection: string, photos: readonly string[]): Promise<string[]> {
  const within = await membersOf(collection);
  const gone = photos.filter((photo) => within.has(photo));
  await change(collection, "remove", gone);
  return gone;
}

/** Makes a collection of photos; its name must be new. */
export async function collect(name: string, photos: readonly string[]): Promise<void> {
  await createCollection({ body: { name, photos: photos.slice(0, MOST) } });
  await change(name, "add", photos.slice(MOST));
}

/** Takes back that a collection was made. */
export async function disperse(name: string): Promise<void> {
  await deleteCollection({ path: { name } });
}

async function change(
  name: string,
  how: "add" | "remove",
  photos: readonly string[],
): Promise<void> {
  for (let at = 0; at < photos.length; at += MOST) {
    await changeCollection({ path: { name }, body: { [how]: photos.slice(at, at + MOST) } });
  }
}

/** Who is in it already: what is taken back later must not take these along. */
async function membersOf(collection: string): Promise<Set<string>> {
  const members = new Set<string>();
  let cursor: string | null = null;
  do {
    const { data }: Awaited<ReturnType<typeof listPhotos<true>>> = await listPhotos({
      query: { collection, limit: PAGE, ...(cursor === null ? {} : { cursor }) },
      throwOnError: true,
    });
    for (const { photo } of data.items) members.add(photo);
    cursor = data.next ?? null;
  } while (cursor !== null);
  return members;
}
