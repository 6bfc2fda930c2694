import { useMutation, useQueryClient } from "@tanstack/react-query";
import { listAccountsQueryKey } from "@/client/@tanstack/react-query.gen";
import { changeAccount, createAccount, removeAccount } from "@/client/sdk.gen";
import type { AccountChange, AccountOrder, AccountOut } from "@/client/types.gen";

/** Makes an account, and asks for the list anew. */
export function useCreateAccount(onDone: (account: AccountOut) => void) {
  const settled = useListedAnew();
  return useMutation({
    mutationFn: async (order: AccountOrder) => (await createAccount({ body: order })).data,
    onSuccess: onDone,
    onSettled: settled,
  });
}

/** Changes an account: it shows at once, and goes back where the server refuses. */
export function useChangeAccount(account: AccountOut) {
  const queries = useQueryClient();
  const settled = useListedAnew();
  const key = listAccountsQueryKey();
  return useMutation({
    mutationFn: (change: AccountChange) =>
      changeAccount({ path: { account: account.account }, body: change }),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<AccountOut[]>(key);
      queries.setQueryData<AccountOut[]>(key, (rows) =>
        rows?.map((row) => (row.account === account.account ? foreseen(row, change) : row)),
      );
      return { before };
    },
    onError: (_error, _change, context) => queries.setQueryData(key, context?.before),
    onSettled: settled,
  });
}

/** Removes an account. */
export function useRemoveAccount(account: AccountOut) {
  const settled = useListedAnew();
  return useMutation({
    mutationFn: () => removeAccount({ path: { account: account.account } }),
    onSettled: settled,
  });
}

function useListedAnew() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: listAccountsQueryKey() });
}

function foreseen(account: AccountOut, change: AccountChange): AccountOut {
  return {
    ...account,
    role: change.role ?? account.role,
    disabled: change.disabled ?? account.disabled,
  };
}
