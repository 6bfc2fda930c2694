import { Alert, Button, Card, Center, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { getSessionQueryKey } from "@/client/@tanstack/react-query.gen";
import { logIn } from "@/client/sdk.gen";
import { ApiError } from "@/data/api";
import { entrance } from "@/data/session";
import { Password } from "@/parts/Password";
import { Why } from "@/parts/Why";
import { useText } from "@/text";
import { Mark } from "./Mark";

/** The door: a password, or where to find the link that opens it. */
export function Login() {
  const text = useText();
  return (
    <Center component="main" mih="100dvh" p="md">
      <Card withBorder shadow="sm" padding="xl" radius="lg" w="min(400px, 100%)">
        <Stack>
          <Mark size={44} />
          <Title order={1}>{text.login.title}</Title>
          {entrance() === "password" ? <Form /> : <Hint />}
        </Stack>
      </Card>
    </Center>
  );
}

function Hint() {
  const text = useText();
  return (
    <>
      <Text>{text.login.link}</Text>
      <Text size="sm" c="dimmed">
        {text.login.linkAgain}
      </Text>
    </>
  );
}

function Form() {
  const text = useText();
  const queries = useQueryClient();
  const entering = useMutation({
    mutationFn: async (form: FormData) =>
      await logIn({
        body: { name: String(form.get("name")), password: String(form.get("password")) },
      }),
    onSuccess: ({ data }) => queries.setQueryData(getSessionQueryKey(), data),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    entering.mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {entering.error !== null && (
          <Alert color="red">
            {entering.error instanceof ApiError && entering.error.status === 401 ? (
              text.login.wrong
            ) : (
              <Why error={entering.error} />
            )}
          </Alert>
        )}
        <TextInput name="name" label={text.login.name} autoComplete="username" required />
        <Password
          name="password"
          label={text.login.password}
          autoComplete="current-password"
          required
        />
        <Button type="submit" loading={entering.isPending}>
          {text.login.enter}
        </Button>
      </Stack>
    </form>
  );
}
