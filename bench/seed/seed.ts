export async function seed(_options: { orders: number }): Promise<void> {}
