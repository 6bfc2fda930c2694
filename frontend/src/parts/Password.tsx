import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useState } from "react";
import { useText } from "@/text";

/** A field for a password, and the button that shows what was typed. */
export function Password(props: PasswordInputProps) {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <PasswordInput
      {...props}
      visible={shown}
      onVisibilityChange={setShown}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{
        "aria-label": shown ? text.login.hidePassword : text.login.showPassword,
      }}
    />
  );
}
