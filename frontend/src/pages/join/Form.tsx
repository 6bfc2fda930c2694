import { Alert, Button, Checkbox, TextInput } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import {
  Camera as CameraIcon,
  ImagePlus,
  ScanFace,
  ShieldCheck,
  Trash2,
  UserRound,
} from "lucide-react";
import { type FormEvent, useState } from "react";
import { join } from "@/data/game";
import type { Participation } from "@/data/participation";
import type { Chosen } from "@/data/uploads";
import { Camera } from "@/parts/camera/Camera";
import { FileButton } from "@/parts/drop/FileButton";
import { useObjectUrl } from "@/parts/drop/useObjectUrl";
import { useText } from "@/text";
import classes from "./Form.module.css";
import { refusalOf } from "./refusal";

const LONGEST_NICKNAME = 40; // characters, as the server has it

type Missing = "photo" | "nickname" | "consent";

interface FormProps {
  token: string;
  onJoined: (joined: Participation) => void;
}

/** A photo, a nickname, and one's agreement. */
export function Form({ token, onJoined }: FormProps) {
  const text = useText().game.join;
  const [photo, setPhoto] = useState<File | null>(null);
  const [nickname, setNickname] = useState("");
  const [agreed, setAgreed] = useState(false);
  const [tried, setTried] = useState(false);
  const joining = useMutation({
    mutationFn: (file: File) => join(token, file, nickname.trim()),
    onSuccess: onJoined,
  });
  const missing: Missing | null =
    photo === null ? "photo" : nickname.trim() === "" ? "nickname" : agreed ? null : "consent";
  const lacks = (what: Missing): string | null =>
    tried && missing === what ? text.missing[what] : null;
  const refusal = joining.error === null ? null : refusalOf(joining.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (photo !== null && missing === null) joining.mutate(photo);
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <Photo
        photo={photo}
        error={lacks("photo")}
        onChosen={([chosen]) => {
          joining.reset();
          if (chosen !== undefined) setPhoto(chosen.file);
        }}
      />
      <TextInput
        size="md"
        label={text.nickname}
        description={text.nicknameHelp}
        autoComplete="nickname"
        maxLength={LONGEST_NICKNAME}
        dir="auto"
        value={nickname}
        error={lacks("nickname") ?? (refusal === "bad-nickname" ? text.refused[refusal] : null)}
        onChange={(event) => setNickname(event.currentTarget.value)}
      />
      <section className={classes.consent}>
        <h2>{text.details}</h2>
        <ul>
          <li>
            <ShieldCheck size={19} aria-hidden="true" />
            {text.kept}
          </li>
          <li>
            <ScanFace size={19} aria-hidden="true" />
            {text.used}
          </li>
          <li>
            <Trash2 size={19} aria-hidden="true" />
            {text.until}
          </li>
        </ul>
        <Checkbox
          size="md"
          checked={agreed}
          label={
            <>
              <strong>{text.consent}</strong> {text.consentTo}
            </>
          }
          error={lacks("consent")}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
      </section>
      {refusal !== null && refusal !== "bad-nickname" && (
        <Alert color="red" role="alert">
          {text.refused[refusal]}
        </Alert>
      )}
      <Button type="submit" size="lg" fullWidth loading={joining.isPending}>
        {text.enter}
      </Button>
      <p className={classes.sending} role="status">
        {joining.isPending && text.sending}
      </p>
    </form>
  );
}

interface PhotoProps {
  photo: File | null;
  error: string | null;
  onChosen: (chosen: Chosen[]) => void;
}

/** Lets one bring a photo: a phone opens its own camera, others the one on the page. */
function Photo({ photo, error, onChosen }: PhotoProps) {
  const text = useText().game.join;
  const touch = useMediaQuery("(pointer: coarse)", false, { getInitialValueInEffect: false });
  const [camera, shown] = useDisclosure(false);
  const icon = <CameraIcon size={19} aria-hidden="true" />;
  return (
    <section className={classes.photo} aria-label={text.photo}>
      <span className={classes.face} data-wrong={error !== null || undefined}>
        {photo === null ? (
          <UserRound size={88} strokeWidth={1.1} aria-hidden="true" />
        ) : (
          <Preview key={`${photo.name} ${photo.size}`} photo={photo} />
        )}
      </span>
      <p className={classes.help}>{text.photoHelp}</p>
      <div className={classes.ways}>
        {touch ? (
          <FileButton single capture="user" size="md" leftSection={icon} onChosen={onChosen}>
            {text.take}
          </FileButton>
        ) : (
          <Button size="md" leftSection={icon} onClick={shown.open}>
            {text.take}
          </Button>
        )}
        <FileButton
          single
          variant="default"
          size="md"
          leftSection={<ImagePlus size={19} aria-hidden="true" />}
          onChosen={onChosen}
        >
          {photo === null ? text.choose : text.change}
        </FileButton>
      </div>
      {error !== null && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      <Camera opened={camera} onClose={shown.close} onChosen={onChosen} most={1} />
    </section>
  );
}

function Preview({ photo }: { photo: File }) {
  const text = useText().game.join;
  const url = useObjectUrl(photo);
  const [unseen, setUnseen] = useState(false);
  if (unseen) return <ImagePlus size={64} strokeWidth={1.2} aria-label={text.yours} />; // HEIC
  return <img src={url} alt={text.yours} onError={() => setUnseen(true)} />;
}
