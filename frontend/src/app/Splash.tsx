import { Center, Loader, Stack, Text } from "@mantine/core";
import { useText } from "@/text";

/** Shown while it is not yet known what to show; says so if that is because the server is away. */
export function Splash({ away = false }: { away?: boolean }) {
  const text = useText();
  return (
    <Center mih="60dvh" p="md">
      <Stack align="center">
        <Loader aria-label={text.common.loading} type="dots" />
        <Text role="status" ta="center">
          {away && text.common.unreachable}
        </Text>
      </Stack>
    </Center>
  );
}
