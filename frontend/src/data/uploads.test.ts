// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { UploadOut } from "@/client/types.gen";
import { ApiError, UnreachableError } from "./api";
import type { Surroundings } from "./sending";
import { type Item, Uploads } from "./uploads";

const JPEG = [0xff, 0xd8, 0xff, 0xe0];

/** A server in memory that keeps to what the real one promises, and fails when told to. */
class FakeServer {
  readonly uploads = new Map<string, UploadOut & { content: Uint8Array }>();
  readonly photos = new Set<string>();
  readonly log: string[] = [];
  /** Thrown by the next calls of a kind, one each. */
  readonly faults: Record<"begin" | "send" | "look", Error[]> = { begin: [], send: [], look: [] };
  /** Bytes of the next piece that arrive before the line breaks. */
  breaksAfter: number | null = null;
  #atOnce = 0;
  mostAtOnce = 0;

  surroundings(over: Partial<Surroundings> = {}): Surroundings {
    let now = 0;
    return {
      now: () => {
        now += 1;
        return now;
      },
      wait: async (milliseconds) => {
        this.log.push(`wait ${milliseconds}`);
      },
      digest: async (file) => `sha-of-${file.size}`,
      server: {
        begin: async (order) => {
          this.#fail("begin");
          this.log.push(`begin ${order.name}`);
          const photo = order.sha256 ?? null;
          if (photo !== null && this.photos.has(photo)) return { outcome: "duplicate", photo };
          const upload = `u${this.uploads.size + 1}`;
          this.uploads.set(upload, {
            upload,
            name: order.name,
            bytes: order.bytes,
            offset: 0,
            complete: false,
            photo,
            collection: order.collection ?? null,
            created: "",
            touched: "",
            content: new Uint8Array(),
          });
          return { outcome: "send", upload: this.#known(upload) };
        },
        look: async (upload) => {
          this.#fail("look");
          return { ...this.#known(upload) };
        },
        send: async (upload, offset, bytes) => {
          this.#atOnce += 1;
          this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
          try {
            return await this.#take(upload, offset, bytes);
          } finally {
            this.#atOnce -= 1;
          }
        },
        giveUp: async (upload) => {
          this.log.push(`give up ${upload}`);
          this.uploads.delete(upload);
        },
        unfinished: async () => [...this.uploads.values()].filter((one) => !one.complete),
      },
      ...over,
    };
  }

  async #take(upload: string, offset: number, bytes: Blob) {
    const known = this.#known(upload);
    this.#fail("send");
    if (offset !== known.offset) throw problem(409, "wrong-offset");
    let content = new Uint8Array(await bytes.arrayBuffer());
    const broken = this.breaksAfter;
    if (broken !== null) content = content.slice(0, broken);
    known.content = Uint8Array.from([...known.content, ...content]);
    known.offset += content.length;
    this.log.push(`send ${known.name} ${offset}+${content.length}`);
    if (broken !== null) {
      this.breaksAfter = null;
      throw new UnreachableError();
    }
    known.complete = known.offset === known.bytes;
    if (!known.complete) return { offset: known.offset, complete: false };
    known.photo ??= `photo-${known.name}`;
    this.photos.add(known.photo);
    return { offset: known.offset, complete: true, outcome: "stored" as const, photo: known.photo };
  }

  #known(upload: string) {
    const known = this.uploads.get(upload);
    if (known === undefined) throw problem(404, "unknown-upload");
    return known;
  }

  #fail(kind: "begin" | "send" | "look"): void {
    const fault = this.faults[kind].shift();
    if (fault !== undefined) throw fault;
  }
}

function problem(status: number, kind: string, reason?: string): ApiError {
  const type = `urn:likeness:problem:${kind}`;
  return new ApiError({ type, title: "", detail: "In words.", reason: reason ?? null }, status);
}

function file(name: string, size: number, start: readonly number[] = JPEG): File {
  const bytes = new Uint8Array(size).map((_, at) => start[at] ?? at % 251);
  return new File([bytes], name, { lastModified: 1 });
}

function chosen(...files: File[]) {
  return files.map((one) => ({ file: one, path: one.name }));
}

/** Resolves when the list is as wanted. */
function until(uploads: Uploads, isSo: (items: readonly Item[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo(uploads.standing().items)) return;
      stop();
      resolve();
    };
    const stop = uploads.subscribe(look);
    look();
  });
}

const settled = (items: readonly Item[]): boolean =>
  items.every((item) => item.state !== "waiting" && item.state !== "sending");

function states(uploads: Uploads): Record<string, string> {
  return Object.fromEntries(uploads.standing().items.map((item) => [item.path, item.state]));
}

describe("Uploads", () => {
  it("sends fifty files of which one is bad: 49 arrive, and the bad one says why", async () => {
    const server = new FakeServer();
    const uploads = new Uploads(server.surroundings());
    const files = Array.from({ length: 50 }, (_, n) =>
      n === 20 ? file("notes.txt", 40, [0x68, 0x69]) : file(`${n}.jpg`, 1_000 + n),
    );

    uploads.add(chosen(...files));
    await until(uploads, settled);

    const { items, totals } = uploads.standing();
    expect(totals).toMatchObject({ files: 50, stored: 49, bad: 1, waiting: 0, sending: 0 });
    expect(items.find((item) => item.state === "refused")).toMatchObject({
      path: "notes.txt",
      reason: "not_an_image",
    });
    expect(server.log).not.toContain("begin notes.txt");
    expect(server.mostAtOnce).toBeLessThanOrEqual(3);
    expect(totals.sent).toBe(totals.bytes);
  });

  it("goes on after the line broke where the server says, and sends no byte twice", async () => {
    const server = new FakeServer();
    server.breaksAfter = 300_000;
    const uploads = new Uploads(server.surroundings());
    const photo = file("a.jpg", 2_000_000);

    uploads.add(chosen(photo));
    await until(uploads, settled);

    expect(states(uploads)).toEqual({ "a.jpg": "stored" });
    const sent = [...server.uploads.values()][0];
    expect(sent?.content).toEqual(new Uint8Array(await photo.arrayBuffer()));
    expect(server.log.find((line) => line.startsWith("wait"))).toBe("wait 500");
    expect(server.log.some((line) => line.startsWith("send a.jpg 300000+"))).toBe(true);
  });

  it("waits longer and longer for a server that is away, and says so meanwhile", async () => {
    const server = new FakeServer();
    server.faults.send = [new UnreachableError()];
    server.faults.look = [new UnreachableError(), new UnreachableError(), problem(503, "busy")];
    const uploads = new Uploads(server.surroundings());
    const troubled: boolean[] = [];
    uploads.subscribe(() => {
      troubled.push(uploads.standing().items[0]?.troubled ?? false);
    });

    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);

    expect(server.log.filter((line) => line.startsWith("wait"))).toEqual([
      "wait 500",
      "wait 1000",
      "wait 2000",
      "wait 4000",
    ]);
    expect(troubled).toContain(true);
    expect(uploads.standing().items[0]).toMatchObject({ state: "stored", troubled: false });
  });

  it("begins anew where the server forgot of the upload", async () => {
    const server = new FakeServer();
    server.faults.send = [problem(404, "unknown-upload")];
    const uploads = new Uploads(server.surroundings({ digest: async () => null }));

    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);

    expect(states(uploads)).toEqual({ "a.jpg": "stored" });
    expect(server.log.filter((line) => line === "begin a.jpg")).toHaveLength(2);
  });

  it("takes it as stored where the answer to the last byte was lost", async () => {
    const server = new FakeServer();
    const around = server.surroundings();
    let lost = false;
    const { send } = around.server;
    around.server.send = async (...given) => {
      const answer = await send(...given);
      if (lost) return answer;
      lost = true;
      throw new UnreachableError();
    };
    const uploads = new Uploads(around);

    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);

    expect(uploads.standing().items[0]).toMatchObject({ state: "stored", photo: "sha-of-100" });
  });

  it("does not send what the library has, and knows which photo it is", async () => {
    const server = new FakeServer();
    server.photos.add("sha-of-100");
    const uploads = new Uploads(server.surroundings());

    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);

    expect(uploads.standing().items[0]).toMatchObject({
      state: "duplicate",
      photo: "sha-of-100",
    });
    expect(server.log).toEqual(["begin a.jpg"]);
  });

  it("goes on with what was begun before the page was closed", async () => {
    const server = new FakeServer();
    const around = server.surroundings();
    await around.server.begin({ name: "a.jpg", bytes: 100, sha256: "sha-of-100" });
    const photo = file("a.jpg", 100);
    await around.server.send("u1", 0, photo.slice(0, 60), new AbortController().signal);
    const uploads = new Uploads(around);

    uploads.add(chosen(photo));
    await until(uploads, settled);

    expect(server.uploads.size).toBe(1);
    expect(server.log.at(-1)).toBe("send a.jpg 60+40");
  });

  it("passes on why the server refuses a picture", async () => {
    const server = new FakeServer();
    server.faults.send = [problem(422, "photo-refused", "unsupported")];
    const uploads = new Uploads(server.surroundings());

    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);

    expect(uploads.standing().items[0]).toMatchObject({ state: "refused", reason: "unsupported" });
  });

  it("says of what was forgotten on purpose that it was", async () => {
    const server = new FakeServer();
    server.faults.begin = [problem(422, "upload-refused")];
    const uploads = new Uploads(server.surroundings());

    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);

    expect(uploads.standing().items[0]).toMatchObject({ state: "refused", reason: "forgotten" });
  });

  it("lets what failed be tried again", async () => {
    const server = new FakeServer();
    server.faults.begin = [problem(401, "login-needed")];
    const uploads = new Uploads(server.surroundings());
    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);
    expect(uploads.standing().items[0]).toMatchObject({ state: "failed", failure: "logged_out" });

    uploads.retry();
    await until(uploads, (items) => items[0]?.state === "stored");

    expect(uploads.standing().totals.bad).toBe(0);
  });

  it("gives up asking a server that answers but cannot take anything", async () => {
    const server = new FakeServer();
    server.faults.begin = Array.from({ length: 9 }, () => problem(503, "store-unavailable"));
    const uploads = new Uploads(server.surroundings());

    uploads.add(chosen(file("a.jpg", 100)));
    await until(uploads, settled);

    expect(uploads.standing().items[0]).toMatchObject({ state: "failed", failure: "server" });
  });

  it("sends nothing while it is paused, and all of it afterwards", async () => {
    const server = new FakeServer();
    const uploads = new Uploads(server.surroundings());
    uploads.pause();

    uploads.add(chosen(file("a.jpg", 100), file("b.jpg", 120)));

    expect(states(uploads)).toEqual({ "a.jpg": "waiting", "b.jpg": "waiting" });
    expect(server.log).toEqual([]);
    uploads.resume();
    await until(uploads, settled);
    expect(states(uploads)).toEqual({ "a.jpg": "stored", "b.jpg": "stored" });
  });

  it("gives an upload up that is cancelled in the middle", async () => {
    const server = new FakeServer();
    const around = server.surroundings();
    const { send } = around.server;
    let uploads: Uploads | null = null;
    around.server.send = async (upload, offset, bytes, signal) => {
      const answer = await send(upload, offset, bytes, signal);
      uploads?.cancelAll();
      return answer;
    };
    const { giveUp } = around.server;
    const given = new Promise<string>((resolve) => {
      around.server.giveUp = async (upload) => {
        await giveUp(upload);
        resolve(upload);
      };
    });
    uploads = new Uploads(around);

    uploads.add(chosen(file("a.jpg", 2_000_000)));

    expect(await given).toBe("u1");
    expect(uploads.standing().items).toEqual([]);
    expect(uploads.busy).toBe(false);
  });

  it("takes a file once, however often it is dropped", () => {
    const uploads = new Uploads(new FakeServer().surroundings());
    uploads.pause();
    const photo = file("a.jpg", 100);

    uploads.add(chosen(photo));
    uploads.add(chosen(photo, file("a.jpg", 101)));

    expect(uploads.standing().items).toHaveLength(2);
  });

  it("names a file that cannot be read any more", async () => {
    const server = new FakeServer();
    const uploads = new Uploads(server.surroundings());
    const gone = file("a.jpg", 100);
    const unreadable = new Blob();
    unreadable.arrayBuffer = () => Promise.reject(new DOMException("moved", "NotFoundError"));
    gone.slice = () => unreadable;

    uploads.add(chosen(gone));
    await until(uploads, settled);

    expect(uploads.standing().items[0]).toMatchObject({ state: "refused", reason: "vanished" });
  });
});
