import { useFormat, useText } from "@/text";
import { likenessOf } from "./likeness";

/**
 * Returns how likeness is said.
 *
 * @param mark Of the scale: the cosine from which on two count as alike.
 */
export function useSaid(mark: number): { alike: (similarity: number) => string } {
  const words = useText().network;
  const format = useFormat();
  return {
    alike: (similarity) =>
      words.likeness[likenessOf(similarity, mark)](
        format.number(Math.round(similarity * 1_000) / 1_000),
      ),
  };
}
