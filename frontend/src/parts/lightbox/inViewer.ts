/** Id of the lightbox itself. */
export const VIEWER = "lightbox";

/**
 * How menus are shown here: as a part of the lightbox, and with the focus on their first item
 * rather than on an empty element before it, which screen readers stumble over.
 */
export const IN_VIEWER = {
  portalProps: { target: `#${VIEWER}` },
  withInitialFocusPlaceholder: false,
} as const;
