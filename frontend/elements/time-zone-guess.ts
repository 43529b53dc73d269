/**
 * <time-zone-guess><select>…</select></time-zone-guess>: chooses the browser's own time zone, if the list has it.
 */
export class TimeZoneGuess extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector("select");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select && [...select.options].some((option) => option.value === zone)) select.value = zone;
  }
}

customElements.define("time-zone-guess", TimeZoneGuess);
