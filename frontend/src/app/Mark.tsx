/** The mark of Likeness: two faces, and what they share. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
      <rect width="64" height="64" rx="15" fill="#6653e6" />
      <ellipse cx="25.5" cy="32" rx="13.5" ry="17.5" fill="#fff" fillOpacity=".94" />
      <ellipse cx="38.5" cy="32" rx="13.5" ry="17.5" fill="#ffb59c" fillOpacity=".9" />
      <path
        d="M32 16.7a17 17 0 0 1 7 15.3 17 17 0 0 1-7 15.3 17 17 0 0 1-7-15.3 17 17 0 0 1 7-15.3z"
        fill="#4636a8"
      />
    </svg>
  );
}
