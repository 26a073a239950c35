// What the server found wrong at a field, until the field is changed: antd itself keeps it where no rule of the page looks again.
import type { FormInstance } from 'antd';

/** For a form's `onValuesChange`: the faults at what has just been changed go. */
export function forgetFaults<Words>(form: FormInstance<Words>) {
  return (changed: object) => {
    const mended = form
      .getFieldsError()
      .filter(({ name, errors }) => errors.length > 0 && isIn(changed, name))
      .map(({ name }) => ({ name, errors: [] }));
    form.setFields(mended as unknown as Parameters<typeof form.setFields>[0]);
  };
}

function isIn(changed: unknown, name: readonly (string | number)[]): boolean {
  const [first, ...rest] = name;
  if (first === undefined) return true;
  if (typeof changed !== 'object' || changed === null || !(first in changed)) return false;
  return isIn((changed as Record<string | number, unknown>)[first], rest);
}
