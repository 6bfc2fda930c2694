import { Alert } from "@mantine/core";
import { isOfFields } from "./useErrorWords";
import { Why } from "./Why";

/** Says in a form why it was refused, unless that stands beside a field; nothing without an error. */
export function Refused({ error }: { error: unknown }) {
  if (error === null || error === undefined || isOfFields(error)) return null;
  return (
    <Alert color="red" role="alert">
      <Why error={error} open />
    </Alert>
  );
}
