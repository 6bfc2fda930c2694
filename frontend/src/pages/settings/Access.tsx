import { useMay } from "@/data/session";
import { Accounts } from "./Accounts";
import { You } from "./You";

/** Who may come in: oneself, and the others. */
export function Access() {
  const owner = useMay("admin");
  return (
    <>
      <You />
      {owner && <Accounts />}
    </>
  );
}
