// Fill in the code that stands after # in the address, which no server is told, and take it away from there.
const field = document.getElementById("id_code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && code && !field.value) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
