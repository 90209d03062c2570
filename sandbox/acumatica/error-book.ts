import type { RowErrors } from "./render";
import type { Row } from "./rows";

/** Collects errors while a draft is written; the 422 echo is made of it. */
export class ErrorBook {
  private readonly byRow = new Map<Row, RowErrors>();

  field(row: Row, name: string, message: string): void {
    const errors = this.of(row);
    errors.fields = { ...errors.fields, [name]: message };
  }

  row(row: Row, message: string): void {
    this.of(row).error ??= message;
  }

  get isEmpty(): boolean {
    return this.byRow.size === 0;
  }

  /** All errors of a row and of the rows below it, by position. */
  tree(row: Row): RowErrors {
    const errors: RowErrors = { ...this.byRow.get(row) };
    for (const [name, value] of Object.entries(row)) {
      if (typeof value !== "object" || value === null || name === "_custom") continue;
      const children = (Array.isArray(value) ? value : [value as Row]).map(child => this.tree(child));
      if (children.some(child => Object.keys(child).length > 0)) errors.children = { ...errors.children, [name]: children };
    }
    return errors;
  }

  private of(row: Row): RowErrors {
    const errors = this.byRow.get(row) ?? {};
    this.byRow.set(row, errors);
    return errors;
  }
}
